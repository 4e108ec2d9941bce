"""Pengaturan nbval bagi semua notebook buku."""


def pytest_collectstart(collector):
    """Jangan bandingkan stderr: isinya log dan letak berkas, bukan pernyataan tentang model."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("stderr",)
