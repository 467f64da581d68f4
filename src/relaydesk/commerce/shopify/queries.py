"""The GraphQL documents sent to Shopify; all valid in version 2026-10 and free of deprecated fields."""

VERSION = "2026-10"

_MEDIUM = """
fragment Medium on Media {
  alt
  preview { image { url } }
}
"""

_VARIANT = """
fragment Variant on ProductVariant {
  id
  title
  sku
  barcode
  price
  compareAtPrice
  position
  availableForSale
  inventoryQuantity
  selectedOptions { name value }
  inventoryItem { tracked }
}
"""

PRODUCTS_PAGE = (
    """
query ProductsPage($first: Int!, $after: String, $variants: Int!, $media: Int!) {
  shop { currencyCode }
  products(first: $first, after: $after, sortKey: ID) {
    nodes {
      id
      handle
      title
      descriptionHtml
      vendor
      productType
      tags
      status
      updatedAt
      onlineStoreUrl
      options { name values }
      media(first: $media) {
        nodes { ...Medium }
        pageInfo { hasNextPage endCursor }
      }
      variants(first: $variants) {
        nodes { ...Variant }
        pageInfo { hasNextPage endCursor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + _VARIANT
    + _MEDIUM
)

# A product that cannot be read whole still has an id, and a place in the order.
PRODUCT_IDS = """
query ProductIds($first: Int!, $after: String) {
  shop { currencyCode }
  products(first: $first, after: $after, sortKey: ID) {
    nodes { id }
    pageInfo { hasNextPage endCursor }
  }
}
"""

MORE_VARIANTS = (
    """
query MoreVariants($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    variants(first: $first, after: $after) {
      nodes { ...Variant }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _VARIANT
)

MORE_MEDIA = (
    """
query MoreMedia($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    media(first: $first, after: $after) {
      nodes { ...Medium }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _MEDIUM
)

PRODUCTS_COUNT = """
query ProductsCount {
  productsCount(limit: null) { count precision }
}
"""

CONNECTION_TEST = """
query ConnectionTest {
  shop { name myshopifyDomain currencyCode }
  currentAppInstallation { accessScopes { handle } }
}
"""

ALL = (PRODUCTS_PAGE, PRODUCT_IDS, MORE_VARIANTS, MORE_MEDIA, PRODUCTS_COUNT, CONNECTION_TEST)
