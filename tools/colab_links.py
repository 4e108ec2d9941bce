"""Alamat di situs bagi rujukan silang dan sitasi di dalam notebook."""

import posixpath
import sys
from urllib.parse import urlsplit

from pybtex.database import parse_file
from sphinx.util.inventory import InventoryFile

from tasks import ROOT

sys.path.insert(0, str(ROOT / "website" / "ext"))
from indonesian_bibliography import IndonesianAuthorYear

BIBLIOGRAPHY_PAGE = "book/pustaka"


class StagingError(Exception):
    """Penerbitan tidak dapat dilanjutkan; pesannya ditampilkan apa adanya."""


class SiteLinks:
    """Rujukan bab ke alamat di situs, menurut inventaris situs yang sudah dibangun.

    Args:
        inventory: letak `objects.inv` situs.
        bibliography: letak berkas `.bib`.
        base: alamat situs tanpa garis miring di akhir.
    """

    def __init__(self, inventory, bibliography, base):
        self.base = base
        with open(inventory, "rb") as stream:
            self.objects = InventoryFile.load(stream, base, posixpath.join)
        self.entries = parse_file(str(bibliography)).entries

    def page(self, docname):
        """Alamat satu halaman.

        Args:
            docname: letak halaman tanpa akhiran, misalnya `"book/gan/dcgan"`.

        Returns:
            Alamat halaman di situs.
        """
        return self._find("std:doc", docname, docname)[0]

    def relative(self, href, docname):
        """Alamat di situs bagi tautan relatif di sebuah bab.

        Args:
            href: tautan seperti tertulis, misalnya `"../gan/dcgan.ipynb#latihan"`.
            docname: halaman yang memuat tautan itu.

        Returns:
            Alamat di situs.
        """
        parts = urlsplit(href)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(docname), parts.path))
        target = posixpath.splitext(path)[0] if parts.path else docname
        page = self._find("std:doc", target, docname)[0]
        return page + (f"#{parts.fragment}" if parts.fragment else "")

    def reference(self, role, target, docname):
        """Alamat dan judul baku sasaran sebuah rujukan.

        Args:
            role: `"term"`, `"ref"`, atau `"doc"`.
            target: nama sasaran.
            docname: halaman yang merujuk.

        Returns:
            Pasangan alamat dan judul.
        """
        if role == "doc":
            target = posixpath.normpath(posixpath.join(posixpath.dirname(docname), target))
        kind = {"term": "std:term", "ref": "std:label", "doc": "std:doc"}[role]
        return self._find(kind, target, docname)

    def citation(self, key, docname):
        """Pengarang, tahun, dan alamat satu sitasi.

        Args:
            key: kunci di berkas `.bib`.
            docname: halaman yang menyitir.

        Returns:
            Tripel pengarang, tahun, dan alamat di daftar pustaka.

        Raises:
            StagingError: bila kunci itu tidak ada.
        """
        if key not in self.entries:
            raise StagingError(f"{docname} menyitir {key!r}, yang tidak ada di daftar pustaka.")
        entry, style = self.entries[key], IndonesianAuthorYear()
        names = style.person.author_or_editor_or_title(full=False)
        authors = names.format_data({"entry": entry, "style": style}).render_as("text")
        return authors, entry.fields["year"], f"{self.page(BIBLIOGRAPHY_PAGE)}#pustaka-{key}"

    def _find(self, kind, name, docname):
        objects = self.objects.get(kind, {})
        folded = {key.lower(): key for key in objects}
        found = objects.get(name) or objects.get(folded.get(name.lower()))
        if found is None:
            raise StagingError(
                f"{docname} merujuk {name!r} ({kind}), yang tidak ada di situs. Perbaiki "
                "rujukannya atau bangun ulang situs dengan `make buku`."
            )
        return found[2], found[3]
