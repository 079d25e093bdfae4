// Plain JavaScript that any Node can read: it says so clearly when the Node that runs it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Censo Vivo necesita Node 22.18 o posterior y este es ${process.version}. "npm ci" instala Node 24 como dependencia opcional: ejecute "npm ci" sin omitir las opcionales y use "npm start".`,
  );
  process.exit(1);
}
await import('./start.ts');
