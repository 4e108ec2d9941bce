// Gambar, beri derau, lalu lihat jaringan membersihkannya.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos.denoise = {
  start(figure) {
    const {
      PIXELS, slider, button, buttons, picture, drawingPad, element, oncePerFrame, random, normals, show,
      decimal,
    } = Generatif.controls;
    const denoiser = Generatif.network("denoiser");
    const draw = random(8);
    const update = oncePerFrame(refresh);
    const clean = drawingPad(6, update);
    const noisy = picture("Berderau: masukan");
    const made = picture("Keluaran jaringan");
    let noise = normals(PIXELS, draw);

    function refresh() {
      const input = clean.pixels.map((value, i) =>
        Math.max(0, Math.min(1, value + level.value * noise[i]))
      );
      const words = `simpangan baku derau ${decimal(level.value, 2)}`;
      clean.paint();
      noisy.paint(input, words);
      made.paint(denoiser.run(input), words);
    }
    const level = slider("Derau", { min: 0, max: 1, step: 0.05, value: 0.4, digits: 2 }, update);
    const renew = button("Derau baru", () => {
      noise = normals(PIXELS, draw);
      update();
    });
    show(
      figure,
      element("div", { className: "demo-sebaris" }, clean.block, noisy.block, made.block),
      clean.hint,
      level.row,
      buttons(clean.next, renew, clean.erase)
    );
    update();
  },
};
