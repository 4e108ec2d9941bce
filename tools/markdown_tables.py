"""Bilangan dan tabel Markdown menurut kaidah prosa buku."""


def number(value, decimals):
    """Bilangan menurut kaidah prosa: koma desimal, titik ribuan."""
    text = f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.replace("-", "−")


def significant(value):
    """Bilangan dengan tiga angka berarti, paling banyak tiga desimal."""
    digits = next(d for d, limit in ((0, 100), (1, 10), (2, 1), (3, 0)) if abs(value) >= limit)
    return number(value, digits)


def table(header, rows):
    """Tabel Markdown; kolom pertama rata kiri, yang lain rata kanan."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    lines = [f"| {' | '.join(map(str, row))} |" for row in (header, rule, *rows)]
    return "\n".join(lines) + "\n"
