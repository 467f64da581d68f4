"""Money as integer minor units plus an ISO 4217 code: the exponents, and exact conversion from and to decimals."""

from decimal import Decimal

# ISO 4217 currencies whose minor unit is not a hundredth (list one, 2024-06-25).
UNUSUAL_EXPONENTS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
        ),
        0,
    ),
    "XPF": 0,
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
MAX_MINOR = 2**63 - 1


class InexactAmount(ValueError):
    """The amount is not a whole number of the currency's minor units, or is out of range."""


def exponent(currency: str) -> int:
    """Decimal digits of the currency's minor unit: 0 for JPY, 2 for EUR, 3 for KWD."""
    return UNUSUAL_EXPONENTS.get(currency, 2)


def to_minor(amount: Decimal | str, currency: str) -> int:
    """Exact minor units; raises InexactAmount rather than rounding money."""
    try:
        minor = Decimal(amount).scaleb(exponent(currency))
        whole = int(minor)
    except (ArithmeticError, ValueError):
        raise InexactAmount(f"{amount} is not an amount of {currency}") from None
    if whole != minor or abs(whole) > MAX_MINOR:
        raise InexactAmount(f"{amount} is not a whole number of minor units of {currency}")
    return whole


def to_decimal(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-exponent(currency))


def format_minor(amount_minor: int, currency: str) -> str:
    """For people: `1,299.00 EUR`, `1,200 JPY`."""
    return f"{to_decimal(amount_minor, currency):,.{exponent(currency)}f} {currency}"
