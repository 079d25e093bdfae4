/** Pages with their headings, by who opens them. */
export const everyPage = {
  nobody: {
    '/': '¿Dónde voto?',
    '/register/': /Conozca/,
    '/login/': 'Ingresar',
    '/politica-de-datos/': /Política/,
    '/estado/': 'Estado del servicio',
  },
  person: {
    '/': /^Hola, /,
    '/perfil/': 'Mi perfil',
    '/perfil/editar/': 'Editar mis datos',
    '/cambiar-password/': 'Cambiar contraseña',
    '/perfil/seguridad/': 'Seguridad',
    '/confirmar/': 'Confirme que es usted',
    '/mis-datos/': 'Mis datos',
    '/invitar/': 'Invite a quien tiene al lado',
    '/perfil/sesiones/': 'Sus sesiones',
    '/referidos/': 'Referidos',
    '/referidos/exportar/': 'Descargar referidos',
    '/estado/': 'Estado del servicio',
  },
  admin: {
    '/referidos/': 'Referidos',
    '/resumen/': 'Resumen',
    '/admin/consultas/': 'Consultas',
    '/admin/usuarios/': 'Usuarios',
    '/admin/auditoria/': 'Auditoría',
  },
} as const;
