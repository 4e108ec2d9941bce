"""Aturan notebook buku: setiap aturan menerima bab dan mengembalikan daftar pelanggaran."""

import ast
import io
import re
import tokenize
from itertools import pairwise

from chapters import UNCOMPARED_TAGS, parse, stored_lines, tags
from markdown_prose import headings

MAX_BYTES = 1_000_000
MIN_COMPARED = 2 / 3
MIN_ALT_LENGTH = 20
MIN_REASON_LENGTH = 10
KNOWN_TAGS = {
    "hide-cell",
    "hide-input",
    "nbval-check-output",
    "nbval-ignore-output",
    "raises-exception",
    "remove-output",
}
FRAME = (
    "Capaian pembelajaran",
    "Kesalahan yang sering terjadi",
    "Periksa pemahaman",
    "Latihan",
    "Rangkuman",
    "Bacaan lanjutan",
)

REASON = re.compile(r"^# Tidak dibandingkan: (.*)$", re.MULTILINE)
NBVAL_COMMENT = re.compile(r"^\s*#+\s*(NBVAL_\w+|PYTEST_VALIDATE_\w+)", re.MULTILINE)
FILE_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
IMAGE_FILE = re.compile(r"\S+\.(png|jpe?g|svg|gif|webp)", re.IGNORECASE)
ENGLISH_WORDS = re.compile(r"\b(the|of|and|with|from|images?)\b", re.IGNORECASE)
MACHINE_FOLDER = r"(?<![\w.:/])/(work|home|root|tmp|usr|opt|mnt|content|kaggle|Users)(?=/|\b)"
MACHINE_PATH = re.compile(rf"{MACHINE_FOLDER}|\b[A-Za-z]:\\\w")
RELATIVE_PATH = re.compile(r"(?<![\w.])\.\.?[/\\]|~[/\\]")
FILE_IN_FOLDER = re.compile(r"[\w.-]+([/\\][\w.-]+)+\.\w{2,5}")
OBJECT_NAME = re.compile(r"<.*>")
VERDICT = re.compile(r"(.*[:=])?\s*(True|False|LULUS)\.?")
STANDALONE_NUMBER = re.compile(r"(?<![A-Za-z_\d])\d")


def executed_in_order(chapter):
    """Semua sel kode sudah dijalankan sekali, dari atas ke bawah."""
    counts = [cell.execution_count for cell in chapter.code]
    if counts == list(range(1, len(counts) + 1)):
        return []
    return [f"nomor eksekusi {counts}: jalankan tools/execute_notebooks.py, hapus sel kosong"]


def no_stored_errors(chapter):
    """Tidak ada galat tersimpan."""
    return [
        f"{where}: menyimpan galat {output.ename}; perbaiki, atau tangkap lalu cetak pesannya"
        for where, output in _outputs(chapter)
        if output.output_type == "error"
    ]


def no_stored_stderr(chapter):
    """Tidak ada peringatan tersimpan: nbval tidak membandingkannya."""
    return [
        f"{where}: menyimpan stderr {output.text[:80]!r}; hilangkan sebab peringatannya"
        for where, output in _outputs(chapter)
        if output.get("name") == "stderr"
    ]


def no_trailing_semicolon(chapter):
    """Tidak ada baris kode berakhir `;`: nbval menjalankannya tanpa membungkam keluaran."""
    return [
        f"{where}: baris kode berakhir ';'; akhiri gambar dengan plt.show()"
        for where, cell in _code(chapter)
        if _ends_line_with_semicolon(cell.source)
    ]


def small_enough(chapter):
    """Berkas notebook di bawah 1 MB, gambar termasuk."""
    if chapter.size <= MAX_BYTES:
        return []
    return [f"{chapter.size} byte, paling banyak {MAX_BYTES}; kecilkan atau kurangi gambar"]


def no_widget_state(chapter):
    """Tidak ada keadaan widget tersimpan: GitHub menolaknya dan situs tidak dapat memakainya."""
    stored = [
        f"{where}: menyimpan widget; beri tag remove-output dan nbval-ignore-output"
        for where, output in _outputs(chapter)
        if any("widget" in mime for mime in output.get("data", {}))
    ]
    if "widgets" in chapter.notebook.metadata:
        stored.append("metadata.widgets ada; jalankan tools/execute_notebooks.py")
    return stored


def images_have_alt(chapter):
    """Setiap gambar keluaran punya teks alternatif berbahasa Indonesia."""
    violations = []
    for where, cell in _code(chapter):
        images = sum(_is_image(output) for output in cell.outputs)
        if images > 1:
            violations.append(f"{where}: {images} gambar berbagi satu teks alt; pecah selnya")
        if images and (problem := _alt_problem(cell)):
            violations.append(f"{where}: mystnb.image.alt {problem}")
    return violations


def known_tags(chapter):
    """Tag hanya dari daftar tertutup; pengecualian nbval tidak ditulis sebagai komentar."""
    unknown = [
        f"{where}: tag {tag!r} tidak dikenal; yang boleh: {', '.join(sorted(KNOWN_TAGS))}"
        for where, cell in _code(chapter)
        for tag in tags(cell)
        if tag not in KNOWN_TAGS
    ]
    hidden = [
        f"{where}: komentar {match[1]} mengubah nbval tanpa tag; pakai tag dan alasannya"
        for where, cell in _code(chapter)
        for match in NBVAL_COMMENT.finditer(cell.source)
    ]
    return unknown + hidden


def exceptions_have_reason(chapter):
    """Sel yang tidak dibandingkan menyebut alasannya."""
    return [
        f"{where}: tidak dibandingkan tanpa alasan; tulis '# Tidak dibandingkan: ...' di dalamnya"
        for where, cell in _code(chapter)
        if UNCOMPARED_TAGS & set(tags(cell)) and not _states_reason(cell.source)
    ]


def enough_cells_compared(chapter):
    """Paling sedikit dua pertiga sel kode dibandingkan lewat bilangan yang dicetaknya."""
    compared, total = compared_ratio(chapter)
    if compared >= MIN_COMPARED * total:
        return []
    silent = [where for where, cell in _code(chapter) if not is_compared(cell)]
    return [
        f"hanya {compared} dari {total} sel kode yang dibandingkan (paling sedikit dua pertiga); "
        f"cetak bilangan tentang data atau model di: {', '.join(silent)}"
    ]


def no_paths(chapter):
    """Kode dan keluaran tidak menyebut letak berkas: notebook jalan dari folder mana pun."""
    violations = []
    for where, cell in _code(chapter):
        violations += [
            f"{where}: kode menyebut letak berkas {path!r}; minta lewat fungsi paket generatif"
            for path in _paths_in_code(cell)
        ]
        violations += [
            f"{where}: keluaran membocorkan letak berkas: {line[:80]!r}"
            for line in stored_lines(cell)
            if MACHINE_PATH.search(line)
        ]
    return violations


def configure_comes_first(chapter):
    """Sel kode pertama memanggil `generatif.configure` sebelum mengimpor Keras."""
    if not chapter.code:
        return ["tidak ada sel kode"]
    tree = parse(chapter.code[0])
    calls = [node.lineno for node in ast.walk(tree) if _calls_configure(node)]
    if not calls:
        return ["sel kode pertama harus memanggil generatif.configure(seed=...)"]
    if any(line < calls[0] for line in _keras_import_lines(tree)):
        return ["sel kode pertama mengimpor keras atau tensorflow sebelum generatif.configure()"]
    return []


def plain_file_name(chapter):
    """Nama berkas dan folder: huruf kecil dan tanda hubung, tanpa nomor."""
    return [
        f"nama {part!r}: pakai huruf kecil dan tanda hubung saja; urutan ada di _toc.yml"
        for part in chapter.path.with_suffix("").parts
        if not FILE_NAME.fullmatch(part)
    ]


def frame_in_order(chapter):
    """Kerangka bab lengkap dan berurutan, di bawah satu judul."""
    found = headings(chapter.prose)
    titles = [text for level, text in found if level == 1]
    sections = [text for level, text in found if level == 2]
    violations = [] if len(titles) == 1 and found[0][0] == 1 else ["bab harus dibuka satu judul #"]
    missing = [name for name in FRAME if sections.count(name) != 1]
    if missing:
        return [*violations, f"bagian (## atau kotak) harus ada tepat sekali: {', '.join(missing)}"]
    return violations + [
        f"bagian '{late}' harus mendahului '{early}'"
        for late, early in pairwise(FRAME)
        if sections.index(late) > sections.index(early)
    ]


RULES = (
    executed_in_order,
    no_stored_errors,
    no_stored_stderr,
    no_trailing_semicolon,
    small_enough,
    no_widget_state,
    images_have_alt,
    known_tags,
    exceptions_have_reason,
    enough_cells_compared,
    no_paths,
    configure_comes_first,
    plain_file_name,
    frame_in_order,
)


def compared_ratio(chapter):
    """Banyak sel kode yang dibandingkan, dan banyak sel kode seluruhnya."""
    return sum(map(is_compared, chapter.code)), len(chapter.code)


def is_compared(cell):
    """Apakah nbval membandingkan sedikitnya satu baris sel ini yang berisi pernyataan terukur."""
    return not UNCOMPARED_TAGS & set(tags(cell)) and any(map(says_a_number, stored_lines(cell)))


def says_a_number(line):
    """Apakah sebuah baris keluaran menyebut bilangan.

    Tidak dihitung: nama objek seperti `<Figure size 640x480 with 1 Axes>`, angka di dalam nama
    seperti `float32`, dan putusan (True, False, LULUS), dengan atau tanpa keterangan di depannya.
    """
    line = line.strip()
    if OBJECT_NAME.fullmatch(line) or VERDICT.fullmatch(line):
        return False
    return STANDALONE_NUMBER.search(line) is not None


def _code(chapter):
    return [(f"sel kode {number}", cell) for number, cell in enumerate(chapter.code, start=1)]


def _outputs(chapter):
    return [(where, output) for where, cell in _code(chapter) for output in cell.outputs]


def _ends_line_with_semicolon(source):
    python = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("%"))
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(python + "\n").readline)
        if token.type != tokenize.COMMENT
    ]
    return any(
        this.string == ";" and following.type in (tokenize.NEWLINE, tokenize.NL)
        for this, following in pairwise(tokens)
    )


def _is_image(output):
    return any(mime.startswith("image/") for mime in output.get("data", {}))


def _alt_problem(cell):
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "").strip()
    if IMAGE_FILE.search(alt):
        return f"{alt!r} adalah nama berkas; uraikan isi gambar"
    if len(alt) < MIN_ALT_LENGTH:
        return f"{alt!r} terlalu pendek; uraikan isi gambar, paling sedikit {MIN_ALT_LENGTH} huruf"
    if ENGLISH_WORDS.search(alt):
        return f"{alt!r} tampak berbahasa Inggris; tulis dalam bahasa Indonesia"
    return None


def _states_reason(source):
    reason = REASON.search(source)
    return reason is not None and len(reason[1].strip()) >= MIN_REASON_LENGTH


def _paths_in_code(cell):
    patterns = (MACHINE_PATH, RELATIVE_PATH)
    found = [match[0] for pattern in patterns for match in pattern.finditer(cell.source)]
    return found + [
        node.value
        for node in ast.walk(parse(cell))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and FILE_IN_FOLDER.fullmatch(node.value)
    ]


def _calls_configure(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) in (
        "generatif.configure",
        "configure",
    )


def _keras_import_lines(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        else:
            continue
        if any(module.split(".")[0] in ("keras", "tensorflow") for module in modules):
            yield node.lineno
