// Three hostile guests at once against a server where access is checked: prints what people in other papers notice.
// See ../README.md. SECONDS_OF_SIEGE=60 node tests/bench/hostile/run.mjs
import os from 'node:os';

process.env.PLENARYD ??= 'build/release/bin/plenaryd';
const { siege } = await import('./siege.mjs'); // it reads the variable when it is loaded
const seconds = Number(process.env.SECONDS_OF_SIEGE ?? 60);
const { quiet, busyCores, besieged, after, memory, recovered, logIn, refused, tallies, running } = await siege({ seconds });
const ms = (value) => value.toFixed(1);
console.log(`${seconds} s, ${os.cpus().length} cores of ${os.cpus()[0].model}\n`);
console.log('| acknowledgements in other papers | count | p50 ms | p99 ms | max ms |\n|---|--:|--:|--:|--:|');
for (const [name, row] of [['quiet', quiet], ['cores kept busy by others', busyCores], ['under siege', besieged], ['0.5 to 5 s after', after]]) {
  console.log(`| ${name} | ${row.count} | ${ms(row.p50)} | ${ms(row.p99)} | ${ms(row.max)} |`);
}
console.log(`\np99 under siege: ${(besieged.p99 / quiet.p99).toFixed(1)} times the quiet one, ${(besieged.p99 / busyCores.p99).toFixed(1)} times that with busy cores; refused operations of others: ${refused}`);
console.log(`log-in under siege: ${logIn.count} times, ${logIn.failed} failed, slowest ${ms(logIn.max)} ms`);
console.log(`memory: ${memory.before.toFixed(0)} MB before, ${memory.peak.toFixed(0)} at most, ${memory.after.toFixed(0)} after; server running: ${running}`);
console.log(`served again (content, threads, log-in) ${ms(recovered.ms)} ms after: ${JSON.stringify(recovered)}`);
console.log(`what the guests counted: ${JSON.stringify(tallies, null, 1)}`);
