// VAE bersyarat: kelas dipilih, gaya (z) tetap, sehingga yang berubah hanya kelasnya.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["labelled-classes"] = {
  start(figure) {
    const {
      CLASSES, choices, button, buttons, picture, element, oncePerFrame, show, random, normals,
    } = Generatif.controls;
    const decoder = Generatif.network("labelled-decoder");
    const size = decoder.input[2] - CLASSES.length;
    const draw = random(8);
    const made = picture("Citra buatan");
    const row = CLASSES.map((name) => picture(name, "demo-kecil"));
    let latent = normals(size, draw);
    let chosen = 0;

    const decode = (label) =>
      decoder.run([...latent, ...CLASSES.map((_, index) => Number(index === label))]);
    const update = oncePerFrame(() => {
      made.paint(decode(chosen), CLASSES[chosen]);
      row.forEach((each, label) => each.paint(decode(label)));
    });
    const picker = choices("Kelas", CLASSES, (label) => {
      chosen = label;
      update();
    });
    const renew = button("Gaya baru", () => {
      latent = normals(size, draw);
      update();
    });
    show(
      figure,
      element("div", { className: "demo-sebaris" }, made.block, picker),
      buttons(renew),
      element("div", { className: "demo-strip" }, ...row.map((each) => each.block))
    );
    update();
  },
};
