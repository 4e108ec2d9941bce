// Gambar, lihat sebaran posteriornya di peta laten, lalu citra yang dibangun kembali.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["encode-decode"] = {
  start(figure) {
    const {
      buttons, picture, drawingPad, element, oncePerFrame, show, decimal,
    } = Generatif.controls;
    const encoder = Generatif.network("vae2-encoder");
    const decoder = Generatif.network("vae2-decoder");
    const update = oncePerFrame(refresh);
    const drawn = drawingPad(0, update);
    const made = picture("Didekode dari μ");
    const map = Generatif.latentMap.createMap("Peta bidang laten dengan posterior");
    const report = element("p", { className: "demo-laporan" });

    function refresh() {
      const [mean1, mean2, logVariance1, logVariance2] = encoder.run(drawn.pixels);
      const deviations = [Math.exp(logVariance1 / 2), Math.exp(logVariance2 / 2)];
      const mean = [mean1, mean2];
      drawn.paint();
      made.paint(decoder.run(mean), `μ = (${mean.map((value) => decimal(value)).join("; ")})`);
      map.show(mean, deviations);
      report.textContent =
        `μ = (${mean.map((value) => decimal(value, 2)).join("; ")}), ` +
        `σ = (${deviations.map((value) => decimal(value, 2)).join("; ")})`;
    }
    const mapBlock = element("div", { className: "demo-kolom" }, map.canvas);
    show(
      figure,
      element("div", { className: "demo-sebaris" }, drawn.block, mapBlock, made.block),
      drawn.hint,
      report,
      buttons(drawn.next, drawn.erase)
    );
    map.fill(decoder);
    update();
  },
};
