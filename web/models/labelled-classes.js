// VAE bersyarat: kelas dipilih, gaya (z) tetap, sehingga yang berubah hanya kelasnya. Citra gaya
// pembuka sudah tersimpan; dekodernya menyusul untuk gaya yang lain.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["labelled-classes"] = {
  start(figure, loadRest) {
    const {
      PIXELS, CLASSES, choices, button, buttons, picture, element, oncePerFrame, show, random, normals,
    } = Generatif.controls;
    const opening = Generatif.bytesFromBase64(Generatif.weights["labelled-opening"].data);
    const draw = random(8);
    let decoder = null;
    let latent = null;
    const made = picture("Citra buatan");
    const row = CLASSES.map((name) => picture(name, "demo-kecil"));
    let chosen = 0;

    const stored = (label) =>
      Float32Array.from(opening.subarray(label * PIXELS, (label + 1) * PIXELS), (each) => each / 255);
    const decode = (label) =>
      decoder
        ? decoder.run([...latent, ...CLASSES.map((_, index) => Number(index === label))])
        : stored(label);
    const newStyle = () => (latent = normals(decoder.input[2] - CLASSES.length, draw));
    const update = oncePerFrame(() => {
      made.paint(decode(chosen), CLASSES[chosen]);
      row.forEach((each, label) => each.paint(decode(label)));
    });
    const picker = choices("Kelas", CLASSES, (label) => {
      chosen = label;
      update();
    });
    const renew = button("Gaya baru", () => {
      newStyle();
      update();
    });
    renew.disabled = true;
    show(
      figure,
      element("div", { className: "demo-sebaris" }, made.block, picker),
      buttons(renew),
      element("div", { className: "demo-strip" }, ...row.map((each) => each.block))
    );
    update();
    loadRest(() => {
      decoder = Generatif.network("labelled-decoder");
      newStyle(); // undian pertama: gaya citra yang tersimpan
      renew.disabled = false;
      update();
    });
  },
};
