import { SearchOutlined } from "@ant-design/icons";
import { keepPreviousData } from "@tanstack/react-query";
import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { safeImageUrl } from "../../../shared/format";
import { reads, type Schema } from "../api/client";
import { formatMoney } from "../format";
import { EmptyState } from "../ui/EmptyState";
import { useClearable } from "../ui/filters";
import { type Columns, cell, column, numberColumn } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { listOf } from "../ui/list/useResource";

const PAGE_SIZE = 20;

/** The products of a merchant, searched and by pages. */
export function Products({ merchantId }: { merchantId: string }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const [page, setPage] = useState(1);
  const query = { merchant_id: merchantId, q, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const products = reads.useQuery("get", "/products", { params: { query } }, { placeholderData: keepPreviousData });
  const columns: Columns<Schema<"ProductOut">> = [
    column(t("merchants.product"), ({ title, image_url }) => {
      const image = safeImageUrl(image_url);
      return (
        <span className="product">
          {image ? <img src={image} alt="" loading="lazy" /> : <span className="no-image" />}
          {cell("title", title)}
        </span>
      );
    }),
    { title: t("merchants.vendor"), dataIndex: "vendor" },
    { title: t("merchants.variants"), dataIndex: "variant_count", align: "right" },
    numberColumn(t("merchants.price"), ({ is_available, min_price_minor: least, max_price_minor: most, currency }) => (
      <>
        {!is_available && <span className="soft small">{t("merchants.soldOut")} </span>}
        {least !== null && (
          <span className="nowrap">
            {most !== least && `${t("merchants.from")} `}
            {formatMoney(least, currency)}
          </span>
        )}
      </>
    )),
  ];
  return (
    <>
      <Input.Search
        allowClear={useClearable()}
        searchIcon={<SearchOutlined aria-label={t("list.search")} />}
        className="form-alert"
        placeholder={t("merchants.search")}
        aria-label={t("merchants.search")}
        onSearch={(text) => {
          setQ(text.trim());
          setPage(1);
        }}
      />
      <ListTable
        label={t("merchants.products")}
        list={{ ...listOf(products), total: products.data?.total ?? 0, page, pageSize: PAGE_SIZE, onPage: setPage }}
        columns={columns}
        empty={
          <EmptyState
            title={t(q ? "merchants.nothingFound" : "merchants.noProducts")}
            hint={t("merchants.noProductsHint")}
          />
        }
      />
    </>
  );
}
