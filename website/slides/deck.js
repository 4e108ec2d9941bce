const stage = document.getElementById("panggung");
const slides = [...stage.children];
let current = 0;

function show(index) {
  current = Math.min(Math.max(index, 0), slides.length - 1);
  slides.forEach((slide, number) => slide.classList.toggle("tampil", number === current));
  document.getElementById("letak").textContent = `${current + 1} dari ${slides.length}`;
  history.replaceState(null, "", `#${current + 1}`);
}

function fitStage() {
  const scale = Math.min(innerWidth / 1280, innerHeight / 720);
  const left = (innerWidth - 1280 * scale) / 2;
  stage.style.transform = `translate(${left}px, 0) scale(${scale})`;
}

// Taksiran tinggi tidak pernah tepat; yang masih meluap diperkecil sedikit demi sedikit.
function shrinkToFit(body) {
  const overflows = () =>
    body.scrollHeight > body.clientHeight || body.scrollWidth > body.clientWidth;
  for (let size = 95; size >= 60 && overflows(); size -= 5) {
    body.style.zoom = `${size}%`;
    body.style.height = `${560 * 100 / size}px`;
  }
}

const KEYS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
  ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
  Home: -Infinity, End: Infinity,
};

document.addEventListener("keydown", event => {
  if (event.key in KEYS && !event.target.closest("a, button")) {
    event.preventDefault();
    show(current + KEYS[event.key]);
  }
});
document.getElementById("maju").onclick = () => show(current + 1);
document.getElementById("mundur").onclick = () => show(current - 1);
let touched = 0;
document.addEventListener("touchstart", event => { touched = event.touches[0].clientX; });
document.addEventListener("touchend", event => {
  const moved = event.changedTouches[0].clientX - touched;
  if (Math.abs(moved) > 50) show(current - Math.sign(moved));
});
addEventListener("resize", fitStage);
addEventListener("load", async () => {
  await document.fonts.ready;
  document.querySelectorAll(".isi").forEach(shrinkToFit);
  document.body.dataset.siap = "ya";
});
fitStage();
show(Number(location.hash.slice(1)) - 1 || 0);
