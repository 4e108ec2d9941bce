// Gambar kemajuan yang tersimpan: satu penggeser, satu bingkai per titik simpan. Bingkai pertama
// datang bersama demo dalam bentuk kecil; semua bingkai aslinya menyusul.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos.progress = {
  start(figure, loadRest) {
    const { slider, element, show } = Generatif.controls;
    const { epochs, frames } = Generatif.weights["progress-first"];
    const image = element("img", { className: "demo-bingkai" });
    const report = element("p", { className: "demo-laporan" });

    const update = () => {
      const epoch = epochs[position.value - 1];
      if (!(epoch in frames)) {
        report.textContent = `Gambar epoch ${epoch} sedang dimuat`;
        return;
      }
      image.src = frames[epoch];
      image.alt = `Angka buatan generator sesudah epoch ${epoch}, dari vektor laten yang sama`;
      report.textContent = `Sesudah epoch ${epoch} dari ${epochs[epochs.length - 1]}`;
    };
    const range = { min: 1, max: epochs.length, step: 1, value: 1, digits: 0 };
    const position = slider("Titik simpan", range, update);
    show(figure, position.row, report, image);
    update();
    loadRest(() => {
      Object.assign(frames, Generatif.weights["progress-rest"].frames);
      update();
    });
  },
};
