"use strict";
// Komentar ini dibuang.
const greeting = "Demo contoh berjalan.";
