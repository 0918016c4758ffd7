/** Bytes as a person inspects them: offset, sixteen bytes in hexadecimal, and the characters that can be printed. */

export interface HexLine {
  offset: string;
  hex: string;
  text: string;
}

export function hexLines(hex: string, perLine = 16): HexLine[] {
  const lines: HexLine[] = [];
  const width = perLine * 2;
  for (let start = 0; start < hex.length; start += width) {
    const pairs = hex.slice(start, start + width).match(/../g) ?? [];
    const half = perLine / 2;
    lines.push({
      offset: (start / 2).toString(16).padStart(4, '0'),
      hex: `${pairs.slice(0, half).join(' ')}  ${pairs.slice(half).join(' ')}`.trimEnd(),
      text: pairs.map(printable).join(''),
    });
  }
  return lines;
}

function printable(pair: string): string {
  const code = Number.parseInt(pair, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
}
