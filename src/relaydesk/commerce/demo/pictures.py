"""Small pictures for the demo shop, drawn here as SVG so that nothing is loaded from anywhere."""

from urllib.parse import quote

_INK = "#3d4654"
_WHEELS = '<circle cx="28" cy="64" r="17"/><circle cx="92" cy="64" r="17"/>'
_BIKE = _WHEELS + '<path d="M28 64 46 36h34L92 64M46 36l14 28h-32M60 64l20-28M80 36l-3-10h10M40 30h12"/>'
_SHAPES = {
    "Helmets": '<path d="M22 62c0-44 76-44 76 0l-10 6H32zM44 36l-6 30M60 30v38M76 36l6 30"/>',
    "Tyres": '<circle cx="60" cy="48" r="32"/><circle cx="60" cy="48" r="22"/><path d="M60 16v10M60 70v10M28 48h9"/>',
    "Wheels": '<circle cx="60" cy="48" r="32"/><path d="M60 16v64M28 48h64M37 25l46 46M83 25 37 71"/>',
    "Lights": '<path d="M34 36h30l14-12v48L64 60H34zM86 36l14-6M86 48h16M86 60l14 6"/>',
    "Locks": '<path d="M40 50V34c0-26 40-26 40 0v16M32 50h56v30H32z"/>',
    "Pumps": '<path d="M60 16v24M48 16h24M50 40h20v34H50zM40 80h40M70 66c18 0 18-20 26-20"/>',
    "Clothing": '<path d="M44 20 24 32l8 16 10-4v36h36V44l10 4 8-16-20-12c-6 8-26 8-32 0z"/>',
    "Racks and bags": '<path d="M30 34h60l6 44H24zM46 34V24h28v10M30 52h60"/>',
    "Bottles": '<path d="M52 16h16v10l6 8v46H46V34l6-8zM46 50h28"/>',
    "Saddles": '<path d="M22 40c20-14 44 2 76-6-10 16-40 10-48 22-16 2-30-4-28-16zM58 54v26"/>',
    "Gift cards": '<path d="M22 30h76v42H22zM22 46h76M52 30c-16-16 8-20 8 0 0-20 24-16 8 0"/>',
}
_TOOL = '<path d="M34 78 70 42M66 20a18 18 0 1 0 20 26L74 48l-6-6z"/>'
_BIKE_TYPES = ("bikes",)


def picture(product_type: str, seed: str) -> str:
    """A `data:` URL of an SVG, about 500 bytes; `seed` chooses the tint."""
    is_bike = product_type.endswith(_BIKE_TYPES)
    shape = _BIKE if is_bike else _SHAPES.get(product_type, _TOOL)
    tint = sum(seed.encode()) * 37 % 360
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 96">'
        f'<rect width="120" height="96" fill="hsl({tint} 45% 90%)"/>'
        f'<g fill="none" stroke="{_INK}" stroke-width="3" stroke-linejoin="round">{shape}</g></svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe=" =:/'()")
