"""The catalogue: products, variants and questions of all merchants, and the search over them."""
