import icon from "./icon.svg";

export function Brand({ isCompact = false }: { isCompact?: boolean }) {
  return (
    <span className="brand">
      <img src={icon} alt="" width={28} height={28} />
      {!isCompact && <span>Relaydesk</span>}
    </span>
  );
}
