import type { Figure, FigureNumbers } from '../shared/figure.js';
import { chartHeight, figureChart } from './charts/figure-chart.js';
import { draw, type Drawn } from './charts/chart-js.js';
import { byId, cell, element } from './element.js';
import { currentTheme } from './theme.js';

/** A figure on the page, which can be drawn anew in other colours. */
export class FigureView {
  private readonly canvas: HTMLCanvasElement;
  private drawn: Drawn | null = null;

  /** Puts the figure into the place that the document has for it. */
  constructor(
    private readonly figure: Figure,
    private readonly choose: (problem: string) => void,
  ) {
    const { id, title, caption, numbers } = figure;
    this.canvas = element('canvas', {
      attributes: { role: 'img', 'aria-label': `${title}. ${caption}` },
    });
    const frame = element('div', { class: 'chart' }, [this.canvas]);
    frame.style.height = `${chartHeight(figure)}px`;
    byId(`figure-${id}`).replaceChildren(
      element('h3', { text: title }),
      frame,
      element('figcaption', { text: caption }),
      ...(numbers ? [numbersTable(title, numbers)] : []),
    );
  }

  /** Draws it in the colours of now. */
  draw(): void {
    this.drawn?.destroy();
    this.drawn = draw(this.canvas, figureChart(this.figure, currentTheme(), this.choose));
  }
}

function numbersTable(title: string, { head, rows }: FigureNumbers): HTMLElement {
  const table = element('table', {}, [
    element('caption', { class: 'unseen', text: `Numbers of: ${title}` }),
    element('thead', {}, [
      element('tr', {}, head.map((text) => element('th', { text, attributes: { scope: 'col' } }))), // prettier-ignore
    ]),
    element(
      'tbody',
      {},
      rows.map(([name = '', ...texts]) =>
        element('tr', {}, [
          element('th', { text: name, attributes: { scope: 'row' } }),
          ...texts.map((text) => cell(text)),
        ]),
      ),
    ),
  ]);
  return element('details', { class: 'numbers' }, [
    element('summary', { text: 'Numbers' }),
    element(
      'div',
      { class: 'scroll', attributes: { tabindex: 0, role: 'region', 'aria-label': `Numbers of: ${title}` } },
      [table],
    ),
  ]);
}
