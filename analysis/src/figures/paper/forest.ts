import type { ForestPanel } from '../../words/figure.js';
import { required } from '../../words/required.js';
import { MUTED, thoughtStyle } from '../palette.js';
import { endsOf, onAxis, rangeOf, valueAxis } from './axis.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { solid } from './pen.js';

const NAME = { size: 10 };
const TITLE = { size: 10.5, colour: MUTED, align: 'center' } as const;
const MOST_NAME = 200;
const LEADING = 11.5;
const COLUMN = { wide: 108, narrow: 72 };
/** Columns shrink where they would be wider than this together. */
const WIDEST = 800;
const ROW = 17;
/** The axis of values below the columns, and its title. */
const AXIS = 22;
const X_NAME = { size: 11, align: 'center' } as const;
const X_TITLE = 16;
const TITLE_LEADING = 13;

/** Estimates with whiskers: names on the left, columns beside each other on one scale. */
export function forestOnPaper(panel: ForestPanel, { ruler }: Surroundings): PaperPanel {
  const { columns, rows, groups, form } = panel;
  const names = rows.map(({ name }) => ruler.within(name, NAME, MOST_NAME, 2));
  const labels = Math.ceil(ruler.widest(names.flat(), NAME)) + 8;
  const column = Math.max(COLUMN.narrow, Math.min(COLUMN.wide, WIDEST / Math.max(1, columns.length)));
  const titles = columns.map((title) => ruler.within(title, TITLE, column - 12, 3));
  const head = 4 + TITLE_LEADING * Math.max(0, ...titles.map(({ length }) => length));
  const row = Math.max(ROW, LEADING * Math.max(0, ...names.map(({ length }) => length)) + 5);
  const ends = rows.flatMap(({ cells }) => endsOf(cells));
  return {
    width: labels + column * columns.length,
    stretches: true,
    legend:
      groups.length < 2
        ? []
        : groups.map((text, index) => ({
            sign: { kind: 'marker', style: thoughtStyle(index + 1), filled: true },
            text,
          })),
    height: () => head + row * rows.length + AXIS + X_TITLE,
    draw(sheet, place) {
      const width = (place.width - labels) / Math.max(1, columns.length);
      const left = place.x + labels;
      const steps = Math.max(2, Math.min(6, Math.floor(width / 25)));
      // Whiskers may stand out by what is free beside the axis.
      const slack = Math.min(0.2, (6 * steps) / width);
      const range = rangeOf(ends, form, { steps, zero: true, slack });
      for (const [index, title] of titles.entries()) {
        const x = left + index * width;
        const chart = { x, y: place.y + head, width: width - 2, height: row * rows.length + AXIS };
        drawFrame(
          sheet,
          ruler,
          chart,
          {
            x: { ...valueAxis(panel.xTitle, range, form), title: '' },
            y: { kind: 'categories', title: '', names: names.map(() => []), turned: 0, lines: true },
            padding: { right: 12, left: 4 },
          },
          (plot) => {
            const centre = chart.x + (plot.left + plot.right) / 2;
            const first = chart.y + plot.top - 7 - (title.length - 1) * TITLE_LEADING;
            sheet.pen.lines(title, centre, first, TITLE_LEADING, TITLE);
            if (index === 0) {
              for (const [place, lines] of names.entries()) {
                const y = chart.y + plot.y(place) + 3.5 - ((lines.length - 1) * LEADING) / 2;
                sheet.pen.lines(lines, left - 2, y, LEADING, { ...NAME, align: 'right' });
              }
            }
            drawColumn(plot, panel, index);
          },
        );
      }
      const x = left + (place.width - labels) / 2;
      const y = place.y + head + row * rows.length + AXIS + 12;
      const title = ruler.shortened(panel.xTitle, X_NAME, place.width - labels);
      sheet.pen.text(title, x, y, X_NAME);
    },
  };
}

function drawColumn({ pen, x, y, top, bottom }: Plot, { rows, form }: ForestPanel, column: number): void {
  const at = (value: number): number => x(onAxis(value, form));
  pen.path([[at(0), top], [at(0), bottom]], { colour: '#777777', width: 0.9 }); // prettier-ignore
  for (const [row, { cells, group }] of rows.entries()) {
    const cell = cells[column];
    if (cell === null) continue;
    const { value, low, high } = required(cell, `column ${column} of row ${row}`);
    const style = thoughtStyle(group + 1);
    if (low !== null && high !== null) {
      const whisker = { low: at(low), high: at(high), at: y(row), size: 5, level: true };
      pen.whisker(whisker, { colour: style.colour, width: 1.1 });
    }
    pen.marker(style, at(value), y(row), 3.2, solid(style.colour));
  }
}
