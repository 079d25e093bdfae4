import { fold } from '../reading/fold.ts';

/** Words of official pages and of servers, folded, which say nothing of anybody. */
const WORDS = new Set(
  `a abierto acceso access actividad actual actualizacion actualizando ademas al ano anos aplicacion aqui asignado asignada
  atencion atender autorizado autorizada baja base be blocked bloqueado bloqueada body browser buscar busqueda busy by captcha
  cargando casilla causa cedula cedulacion censo cerrar cerrado cierre checking ciudadana ciudadania ciudadano ciudadanos cloudflare
  codigo colombia com comunicacion con condicion conexion conexiones consulta consultado consultada consultando consultar consultas consulte
  continue continuar contraloria cookies correcto correcta corresponde cuadro cupo curl curul dato datos de debe debera del delegada
  demasiadas demasiados demora denegada denegado denied departamento derechos desconocido detail digite digitada digitado dia dias
  dice direccion disponible doble documento documentos dos due e el eleccion elecciones electoral electorales electronico ella en
  encontrado encontrada encontraron encuentra entre enviar error errores es esperar espere esta estado estamos este esto evento
  excedido existe expedicion expirado expirada expiro expired extranjera extranjero extranjeria fallas fallida fallido falla fallo
  falsa favor fecha fechas for forbidden formulario found fuera funcion gateway generado gobierno gov grave ha habilitada habilitado
  haciendo haga han hay hora horario horas hoy http https human humano id identidad identificacion incorrecta incorrecto
  inesperado informacion informa informe ingrese ingresada ingresado inhabilitada inhabilitado inscripcion inscrito inscrita
  institucional intentar intente intentos intermitencia internal interna interno internet invalido invalida inscribirse is javascript
  just la labores las lea ley limite lo los lugar lugares luego mantenimiento maintenance manager mas marcar marque maximo mensaje
  mesa mesas mejoras menu milliseconds moment momento momentaneamente muerte municipio nacional navegador necesario ni ningun ninguna no
  nombre normal not novedad novedades nueva nuevamente nuevo nuip number numero o obtener ocurrido ocurrio of on operacion operation or
  otra otro out pagina paginas para pais parte pendiente perdida permitida permitidas permitido permitidos permitidas peticion peticiones
  please plataforma podra politica politicas politicos por portal posible presenta presento procesar proceso produjo programado prohibido
  proteccion puede puesto puestos que querer realizar received recibida rechazada registro registrado registrador registraduria
  rejected request requests requested requiere resolucion respuesta resultado resultados robot robots rejected reintente se security segun
  segundos seguridad seleccione servicio servicios server servidor sesion si sido siguiente sin sistema sitio sobre solicitada solicitud
  solicitudes son soy status su sus suspendido suspendida suspension support tardar te temporal temporalmente tecnica tecnico termino
  tecnicos tenga the this tiempo timed tipo to todas todos token too toda trabajando trabajos tramite trashumancia tras try tu un una unauthorized
  unavailable url usted validacion validar valida valido verification verificacion verificar verifique verifying vigente violacion votacion
  vota votan votante votar voto senor senora senores was web with y ya you your`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Is this a word that stands on every official page, whoever it is about? */
export const isOfficialWord = (word: string): boolean => WORDS.has(fold(word));

/** In place of a word that may be somebody's. */
const HIDDEN = '···';

/** The same text with numbers as dots, and with no word but those that every official page has. */
export const masked = (text: string): string =>
  text
    .replace(/[\p{L}\p{M}]+|\p{N}+/gu, (part) => {
      if (/\p{N}/u.test(part)) return '•'.repeat(Math.min(part.length, 12));
      return isOfficialWord(part) ? part : HIDDEN;
    })
    .replace(/···(?:[\s.,'’-]*···)+/g, HIDDEN);
