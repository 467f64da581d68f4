import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Drawer, Input, Pagination, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMoney, safeImageUrl } from "../../../shared/format";
import { api, type Page } from "../api/http";
import { usePreferences } from "../preferences/store";
import { EmptyState } from "../ui/EmptyState";
import type { Merchant, Product } from "./types";

const PAGE_SIZE = 20;

export function ProductsDrawer({ merchant, onClose }: { merchant: Merchant | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const [page, setPage] = useState(1);
  const id = merchant?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another merchant, another search
  useEffect(() => {
    setQ("");
    setPage(1);
  }, [id]);

  const list = useQuery({
    queryKey: ["products", id, q, page],
    queryFn: ({ signal }) =>
      api.get<Page<Product>>(
        "/products",
        { merchant_id: id, q, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE },
        signal,
      ),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <Drawer
      open={merchant !== undefined}
      onClose={onClose}
      size={560}
      title={t("merchants.productsOf", { name: merchant?.name ?? "" })}
      destroyOnHidden
    >
      <Input.Search
        allowClear
        placeholder={t("merchants.search")}
        aria-label={t("merchants.search")}
        onSearch={(text) => {
          setQ(text.trim());
          setPage(1);
        }}
      />
      {!list.data && <Skeleton active />}
      {list.data?.items.length === 0 && (
        <EmptyState
          title={t(q ? "merchants.nothingFound" : "merchants.noProducts")}
          hint={t("merchants.noProductsHint")}
        />
      )}
      {list.data?.items.map((product) => (
        <ProductRow key={product.id} product={product} />
      ))}
      {list.data && list.data.total > PAGE_SIZE && (
        <Pagination
          align="end"
          size="small"
          className="form-alert"
          current={page}
          pageSize={PAGE_SIZE}
          total={list.data.total}
          showSizeChanger={false}
          onChange={setPage}
        />
      )}
    </Drawer>
  );
}

function ProductRow({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const image = safeImageUrl(product.image_url);
  return (
    <div className="product">
      {image ? <img src={image} alt="" loading="lazy" /> : <span className="no-image" />}
      <div>
        <span className="cell-title">{product.title}</span>
        <span className="soft small">
          {[
            product.vendor,
            t("merchants.variants", { count: product.variant_count }),
            product.is_available ? null : t("merchants.soldOut"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      {product.min_price_minor !== null && (
        <span className="nowrap">
          {product.max_price_minor !== product.min_price_minor && `${t("merchants.from")} `}
          {formatMoney(product.min_price_minor, product.currency, language)}
        </span>
      )}
    </div>
  );
}
