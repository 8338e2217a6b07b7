import { figureId, type Figure, type Panel } from '../../words/figure.js';
import { entryAt } from '../../words/required.js';
import { draw, type Drawn } from './charts/chart-js.js';
import { panelChart } from './charts/panel-chart.js';
import { keyElements } from './charts/key.js';
import { byId, element } from './element.js';
import { currentTheme } from './theme.js';

/** One chart's place: a frame of its size, in a plot that is scrolled where the frame is wider. */
interface Place {
  readonly plot: HTMLElement;
  readonly frame: HTMLElement;
  readonly canvas: HTMLCanvasElement;
}

/** The charts and the key of a figure, which can be drawn anew in other colours; its words stand in the document. */
export class FigureView {
  private readonly places: readonly Place[];
  private readonly key: HTMLElement;
  /** Labels of datasets that the reader has hidden. */
  private readonly hidden = new Set<string>();
  private drawn: readonly Drawn[] = [];

  constructor(
    private readonly figure: Figure,
    private readonly choose: (problem: string) => void,
  ) {
    const root = byId(`figure-${figureId(figure)}`);
    const plots = root.querySelectorAll<HTMLElement>('.plot');
    this.places = figure.panels.map((panel, index) =>
      placeIn(entryAt(plots, index, `the plot of panel ${index} of ${figure.name}`), panel, figure),
    );
    this.key = element('div', { class: 'key' });
    root.querySelector('.panels')?.after(this.key);
  }

  /** Draws it in the colours of now. */
  draw(): void {
    for (const chart of this.drawn) chart.destroy();
    const theme = currentTheme();
    const { figure, places } = this;
    const charts = figure.panels.map((panel) => panelChart(panel, figure, theme, this.choose));
    for (const [index, { height, leastWidth }] of charts.entries()) {
      const { plot, frame } = entryAt(places, index, 'the place');
      frame.style.height = `${height}px`;
      frame.style.minWidth = leastWidth > 0 ? `${leastWidth}px` : '';
      // Only what scrolls is a stop of the Tab key.
      if (frame.offsetWidth > plot.clientWidth) plot.tabIndex = 0;
      else plot.removeAttribute('tabindex');
    }
    this.drawn = charts.map(({ setup }, index) => draw(entryAt(places, index, 'the place').canvas, setup));
    for (const label of this.hidden) this.show(label, false);
    this.key.replaceChildren(
      ...keyElements(
        charts.flatMap(({ entries }) => entries),
        charts.flatMap(({ scale }) => (scale ? [scale] : [])),
        this.hidden,
        (label, shown) => {
          this.show(label, shown);
        },
      ),
    );
  }

  private show(label: string, shown: boolean): void {
    if (shown) this.hidden.delete(label);
    else this.hidden.add(label);
    for (const chart of this.drawn) {
      for (const [index, dataset] of chart.data.datasets.entries())
        if (dataset.label === label) chart.setDatasetVisibility(index, shown);
      chart.update();
    }
  }
}

function placeIn(plot: HTMLElement, { title: lines }: Panel, figure: Figure): Place {
  const name = [figure.title, ...lines].join('. ');
  const canvas = element('canvas', {
    attributes: { role: 'img', 'aria-label': name, 'aria-describedby': `caption-${figureId(figure)}` },
  });
  const frame = element('div', { class: 'chart' }, [canvas]);
  plot.setAttribute('role', 'group');
  plot.setAttribute('aria-label', name);
  plot.replaceChildren(frame);
  return { plot, frame, canvas };
}
