// Gambar kemajuan yang tersimpan: satu penggeser, satu bingkai per titik simpan.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos.progress = {
  start(figure) {
    const { slider, element, show } = Generatif.controls;
    const { frames } = Generatif.weights["dcgan-progress"];
    const epochs = Object.keys(frames).map(Number).sort((a, b) => a - b);
    const image = element("img", { className: "demo-bingkai" });
    const report = element("p", { className: "demo-laporan" });

    const update = () => {
      const epoch = epochs[position.value - 1];
      image.src = `data:image/png;base64,${frames[epoch]}`;
      image.alt = `Angka buatan generator sesudah epoch ${epoch}, dari vektor laten yang sama`;
      report.textContent = `Sesudah epoch ${epoch} dari ${epochs[epochs.length - 1]}`;
    };
    const range = { min: 1, max: epochs.length, step: 1, value: 1, digits: 0 };
    const position = slider("Titik simpan", range, update);
    show(figure, position.row, report, image);
    update();
  },
};
