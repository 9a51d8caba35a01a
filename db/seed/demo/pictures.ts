import sharp from "sharp";

/** Drawn places and things, plain shapes without people or writing, as a phone would have taken them. */
const drawings = {
  gate: `<rect width="960" height="640" fill="#9fb4c8"/><rect y="380" width="960" height="260" fill="#8b7a64"/>
    <rect x="120" y="190" width="36" height="260" fill="#5d6670"/><rect x="520" y="190" width="36" height="260" fill="#5d6670"/>
    <rect x="120" y="170" width="436" height="34" fill="#b23b2e"/>${truck(170, 330, "#c99a2e")}${truck(430, 345, "#a9782a")}${truck(690, 360, "#c99a2e")}`,
  queue: `<rect width="960" height="640" fill="#c6c9cf"/><polygon points="380,240 580,240 960,640 0,640" fill="#6c6d71"/>
    <polygon points="474,240 486,240 500,640 460,640" fill="#e6e2d3"/>
    ${truck(420, 230, "#7c8794", 0.5)}${truck(380, 290, "#c99a2e", 0.75)}${truck(300, 390, "#a9782a", 1.15)}`,
  fence: `<rect width="960" height="640" fill="#a8bccb"/><rect y="470" width="960" height="170" fill="#8b7a64"/>
    ${[0, 1, 2, 3, 4, 5, 6].map((at) => `<rect x="${at * 140}" y="150" width="128" height="330" fill="#3f7fb0"/>`).join("")}
    <rect x="420" y="150" width="128" height="330" fill="#5a4a3a"/>
    ${[0, 1, 2].map((at) => `<circle cx="${412 + at * 4}" cy="${200 + at * 110}" r="9" fill="#20262c"/>`).join("")}`,
  beam: `<rect width="960" height="640" fill="#b7c7d3"/><rect y="430" width="960" height="210" fill="#77787c"/>
    <rect x="60" y="250" width="800" height="90" fill="#8f3f2f"/><rect x="60" y="290" width="800" height="12" fill="#70301f"/>
    <rect x="700" y="200" width="190" height="170" fill="#2f5d8a"/>
    ${[130, 230, 330, 560, 660, 780, 850].map((x) => `<circle cx="${x}" cy="410" r="38" fill="#22262b"/>`).join("")}`,
  crane: `<rect width="960" height="640" fill="#aebfce"/><rect y="500" width="960" height="140" fill="#6c6d71"/>
    <rect x="300" y="80" width="26" height="430" fill="#d19a1f"/><rect x="120" y="80" width="640" height="20" fill="#d19a1f"/>
    <rect x="690" y="100" width="4" height="230" fill="#333"/><rect x="650" y="330" width="84" height="44" fill="#8f3f2f"/>
    <rect x="480" y="540" width="380" height="14" fill="#e6e2d3"/><polygon points="520,500 545,430 570,500" fill="#d4552a"/>
    <polygon points="720,500 745,430 770,500" fill="#d4552a"/>`,
} as const;
export type Picture = keyof typeof drawings;

function truck(x: number, y: number, colour: string, scale = 1): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})"><rect width="150" height="80" fill="${colour}"/>
    <rect x="156" y="20" width="52" height="60" fill="#46505a"/><rect x="168" y="28" width="32" height="24" fill="#cfdbe5"/>
    <circle cx="36" cy="92" r="20" fill="#22262b"/><circle cx="110" cy="92" r="20" fill="#22262b"/><circle cx="182" cy="92" r="20" fill="#22262b"/></g>`;
}

/** The drawing as a JPEG file. */
export async function drawPicture(picture: Picture): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640">${drawings[picture]}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
}
