const LIGHT = `
color-scheme: light;
--page: #f4f6f8; --surface: #ffffff; --raised: #eef2f6; --ink: #1d2430; --muted: #566070; --line: #d5dbe2;
--accent: #005f9e; --accent-soft: #dcebf7; --good: #00694c; --bad: #a83f00; --mark: #005f9e;
--invalid: #fbe3d6; --approximate: #fdf1cf;`;

const DARK = `
color-scheme: dark;
--page: #10151c; --surface: #171d26; --raised: #1f2732; --ink: #e8ecf2; --muted: #a3afbf; --line: #344050;
--accent: #6cb8ec; --accent-soft: #1d3850; --good: #4fd0a5; --bad: #f5995c; --mark: #6cb8ec;
--invalid: #4a2412; --approximate: #40340f;`;

/** The page's colours by scheme; a choice on the page comes before the system's. */
export const colours = `:root {${LIGHT}
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${DARK}
} }
@media screen { :root[data-theme="dark"] {${DARK}
} }
`;
