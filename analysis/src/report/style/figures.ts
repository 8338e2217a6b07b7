/** Figures side by side where there is room; wide ones alone. */
export const figures = `
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; }
figure, .missing { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; min-width: 0; }
#figure-drops, #figure-positions, #figure-comparison, .missing { grid-column: 1 / -1; }
.chart { position: relative; width: 100%; margin: 0.6rem 0; }
figcaption { color: var(--muted); font-size: 0.86rem; line-height: 1.45; }
.numbers { margin-top: 0.5rem; }
.numbers .scroll { margin-top: 0.4rem; }
.missing ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
@media (max-width: 58rem) { .figures { grid-template-columns: minmax(0, 1fr); } }
`;
