"""Gambar diam demo GAN dua dimensi: kedua setelan contoh sesudah 1.200 ronde, benih 1.

Pakai: `python tools/draw_demo_still.py`; perlu Chromium. Skrip yang menggambar sama dengan skrip
demonya, sehingga gambar itu memang keluaran demo.
"""

import base64
import shutil
import tomllib

from playwright.sync_api import sync_playwright

from tasks import ROOT

TARGET = ROOT / "book" / "gan" / "gan2d.webp"
DRAW = """() => {
  const { game: Game, points: Points, drawing: Drawing } = Generatif;
  const colors = { text: "#222", muted: "#666", background: "#fff" };
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [720, 500];
  const pen = sheet.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 720, 500);
  const titles = { collapsed: "Setelan gagal", cured: "Setelan sembuh" };
  ["collapsed", "cured"].forEach((name, column) => {
    const game = Game.makeGame({ seed: 1, ...Game.PRESETS[name] });
    const drawReal = (count, uniform) => Points.samplePoints("ring", count, uniform);
    const modes = [];
    for (let round = 0; round < 1200; round += 1) {
      Game.playRound(game, drawReal);
      if (round % 20 === 0) modes.push(Points.coveredModes(Game.generate(game, 256, 1)));
    }
    const fake = Game.generate(game, 150, 1);
    const field = document.createElement("canvas");
    Drawing.drawField(field, 350, {
      colors, fake, real: Points.samplePoints("ring", 150, Generatif.network.makeRandom(12345)),
      shades: Game.judge(game, Drawing.gridPoints()), push: Game.pushOnPoints(game, fake).push,
    });
    const chart = document.createElement("canvas");
    const lines = [{ name: "modus", values: modes }];
    Drawing.drawChart(chart, 350, 110, {
      colors, title: "Modus yang ditemukan", lines, lowest: 0, highest: 8,
    });
    pen.fillStyle = "#222";
    pen.font = "bold 16px sans-serif";
    pen.fillText(titles[name], column * 365 + 6, 20);
    pen.drawImage(field, column * 365, 30);
    pen.drawImage(chart, column * 365, 385);
  });
  return sheet.toDataURL("image/webp", 0.8);
}"""


def main():
    """Jalankan skrip demo di Chromium dan tulis gambarnya."""
    table = tomllib.loads((ROOT / "web" / "demos.toml").read_text(encoding="utf-8"))
    sources = [ROOT / "web" / name for name in table["bundles"]["gan2d"]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for source in sources:
            page.add_script_tag(content=source.read_text(encoding="utf-8"))
        address = page.evaluate(DRAW)
        browser.close()
    TARGET.write_bytes(base64.b64decode(address.partition(",")[2]))
    print(TARGET, TARGET.stat().st_size, "bita")


if __name__ == "__main__":
    main()
