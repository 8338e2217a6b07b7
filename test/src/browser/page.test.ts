// One process for all tests of the page: the browser, the made-up run and its report are made once (opened.ts).
// The modules must not wait for anything themselves: what is registered before would run, and end the file, meanwhile.
import './appearance-tests.js';
import './explorer-tests.js';
import './figures-tests.js';
