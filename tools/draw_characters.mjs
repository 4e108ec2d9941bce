// Gambar karakter dengan DiceBear Pixel Art; dipanggil oleh tools/build_character_data.py.
//
// Masukan baku: satu baris JSON per karakter, { seed, long_hair, glasses, beard, hat, smile }.
// Keluaran baku: satu SVG 16x16 per baris, dalam urutan yang sama.
import { createInterface } from "node:readline";
import { createAvatar } from "@dicebear/core";
import * as pixelArt from "@dicebear/pixel-art";

const named = (part, prefix) =>
  pixelArt.schema.properties[part].default.filter((name) => name.startsWith(prefix));
const always = (wanted) => (wanted ? 100 : 0);

for await (const line of createInterface({ input: process.stdin })) {
  const wanted = JSON.parse(line);
  const avatar = createAvatar(pixelArt, {
    seed: wanted.seed,
    hair: named("hair", wanted.long_hair ? "long" : "short"),
    mouth: named("mouth", wanted.smile ? "happy" : "sad"),
    glassesProbability: always(wanted.glasses),
    beardProbability: always(wanted.beard),
    hatProbability: always(wanted.hat),
    accessoriesProbability: 0,
  });
  console.log(avatar.toString().replaceAll("\n", " "));
}
