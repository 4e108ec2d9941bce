// Gambar, lihat sebaran posteriornya di peta laten, lalu citra yang dibangun kembali.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["encode-decode"] = {
  start(figure) {
    const {
      PIXELS, sampleCount, SIDE, button, buttons, picture, element, oncePerFrame, followPointer, stroke,
      sampleImage, show, decimal,
    } = Generatif.controls;
    const encoder = Generatif.network("vae2-encoder");
    const decoder = Generatif.network("vae2-decoder");
    const drawn = picture("Gambar Anda", "demo-citra demo-kanvas");
    const made = picture("Didekode dari μ");
    const map = Generatif.latentMap.createMap(decoder, "Peta bidang laten dengan posterior");
    const report = element("p", { className: "demo-laporan" });
    let pixels = sampleImage(0);
    let sample = 0;

    const update = oncePerFrame(() => {
      const [mean1, mean2, logVariance1, logVariance2] = encoder.run(pixels);
      const deviations = [Math.exp(logVariance1 / 2), Math.exp(logVariance2 / 2)];
      const mean = [mean1, mean2];
      drawn.paint(pixels);
      made.paint(decoder.run(mean), `μ = (${mean.map((value) => decimal(value)).join("; ")})`);
      map.show(mean, deviations);
      report.textContent =
        `μ = (${mean.map((value) => decimal(value, 2)).join("; ")}), ` +
        `σ = (${deviations.map((value) => decimal(value, 2)).join("; ")})`;
    });
    followPointer(drawn.canvas, (x, y) => {
      stroke(pixels, x * SIDE, y * SIDE);
      update();
    });
    const next = button("Contoh berikutnya", () => {
      sample = (sample + 1) % sampleCount();
      pixels = sampleImage(sample);
      update();
    });
    const erase = button("Hapus", () => {
      pixels = new Float32Array(PIXELS);
      update();
    });
    const mapBlock = element("div", { className: "demo-kolom" }, map.canvas);
    show(
      figure,
      element("div", { className: "demo-sebaris" }, drawn.block, mapBlock, made.block),
      report,
      buttons(next, erase)
    );
    update();
  },
};
