import { fill } from "./data.ts";
import { openPlace } from "./place.ts";

// Fills databases in a folder that is kept: node bench/fill.ts <folder> <matters> …
const [folder, ...counts] = process.argv.slice(2);
const place = await openPlace({ folder, durable: false });
try {
  for (const count of counts) console.log(JSON.stringify(await fill(place, Number(count))));
} finally {
  await place.stop();
}
