// NLM's LHC-Forms in Chromium over forms and answers to them.
// [{name, form, responses}] in; {name: [{open, response}]} out: for each response the links that
// are open once it is merged into the form, and the response that comes back out of it. With
// "draw", every response is drawn on a page as well, and `open` is read of what was drawn.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), 'packs', 'lforms', 'package', 'dist', 'lforms');
const browserPath = process.argv[2];
const draws = process.argv.includes('draw');
const kinds = { '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };
const page = `<!doctype html><meta charset="utf-8"><title>forms</title>
<link rel="stylesheet" href="/webcomponent/styles.css">
<script src="/webcomponent/assets/lib/zone.min.js"></script>
<script src="/webcomponent/runtime.js" type="module"></script>
<script src="/webcomponent/polyfills.js" type="module"></script>
<script src="/webcomponent/main.js" type="module"></script>
<script src="/fhir/R4/lformsFHIR.min.js" defer></script>
<div id="form"></div>`;

const server = createServer((request, answer) => {
  const path = new URL(request.url, 'http://127.0.0.1').pathname;
  const file = join(root, normalize(path));
  if (path === '/') answer.setHeader('content-type', 'text/html').end(page);
  else if (path === '/favicon.ico') answer.writeHead(204).end();
  else if (!file.startsWith(root) || !existsSync(file)) answer.writeHead(404).end();
  else createReadStream(file).pipe(answer.setHeader('content-type', kinds[extname(file)] ?? 'application/octet-stream'));
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: browserPath, args: flags });
try {
  const tab = await browser.newPage();
  const faults = [];
  tab.on('pageerror', (error) => faults.push(String(error)));
  tab.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asked for ${request.url()}`);
  });
  await tab.goto(origin);
  await tab.waitForFunction(() => window.LForms?.Util && window.LForms?.FHIR?.R4);
  const said = {};
  for (const { name, form, responses } of JSON.parse(readFileSync(0, 'utf8'))) {
    said[name] = await tab.evaluate(async ([form, responses, draws]) => {
      const { Util, LFormsData } = window.LForms;
      const links = (items, open) =>
        items.flatMap((item) => {
          const isOpen = open && item._skipLogicStatus !== 'target-disabled';
          return [...(isOpen ? [item.linkId] : []), ...links(item.items ?? [], isOpen)];
        });
      const found = [];
      for (const response of responses) {
        let made = Util.convertFHIRQuestionnaireToLForms(structuredClone(form), 'R4');
        made = Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', structuredClone(response), made, 'R4');
        let data;
        if (draws) {
          await Util.addFormToPage(made, 'form', { prepopulate: false });
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          data = document.querySelector('wc-lhc-form').lhcFormData;
        } else data = new LFormsData(made);
        found.push({
          open: links(data.items, true),
          shown: draws ? [...document.querySelectorAll('#form [id^="item-"], #form [id^="label-"]')].map((one) => one.id) : [],
          response: Util.getFormFHIRData('QuestionnaireResponse', 'R4', data),
        });
      }
      return found;
    }, [form, responses, draws]);
  }
  process.stdout.write(JSON.stringify({ said, faults }));
} finally {
  await browser.close();
  server.close();
}
