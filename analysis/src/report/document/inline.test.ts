import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { runInNewContext, Script } from 'node:vm';

import { escapeHtml, hashSource, inlineScript } from './inline.js';
import { pageScript } from './page-script.js';

test('text of the data cannot become markup', () => {
  assert.equal(escapeHtml(`</script><b a="1">&`), '&lt;/script&gt;&lt;b a=&quot;1&quot;&gt;&amp;');
});

test('a script cannot end its element early, and its strings keep their meaning', () => {
  const script = `['</script>', '</SCRIPT x', '<script', '<!--', 'a < b'].join('|')`;
  const inline = inlineScript(script);
  assert.doesNotMatch(inline, /<\/script|<script|<!--/i);
  assert.equal(runInNewContext(inline), '</script>|</SCRIPT x|<script|<!--|a < b');
});

test('a policy names a script by the hash that browsers compute', () => {
  const digest = createHash('sha256').update('alert(1)', 'utf8').digest('base64');
  assert.equal(hashSource('alert(1)'), `'sha256-${digest}'`);
});

test('the page’s script is the same each time, parses as a classic script, and holds no module of Node', async () => {
  const script = await pageScript();
  assert.equal(script, await pageScript());
  assert.doesNotThrow(() => new Script(script));
  assert.doesNotMatch(script, /require\("(?!\.)/);
});
