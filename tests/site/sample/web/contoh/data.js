"use strict";
window.dataLoads = (window.dataLoads ?? 0) + 1;
