"use strict";
for (const name of ["contoh", "kedua"]) {
  Generatif.demos[name] = {
    start(figure) {
      const text = document.createElement("p");
      text.className = "hasil";
      text.textContent = greeting;
      figure.querySelector("img").after(text);
    },
  };
}
