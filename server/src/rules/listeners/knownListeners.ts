/**
 * What NixOS's own services listen on when nothing else is said: ports, addresses, the options that hold them, and those
 * that move them in ways not modelled. Facts of nixos/modules/services in nixpkgs, release 25.05; `FILE` names the module
 * below that folder. An option without a definition has the default given here.
 */
import type { OptionPath } from "../../modules/api.ts";
import type { Protocol } from "../support/services.ts";

export interface KnownListener {
  /** Below `services`. */
  readonly service: string;
  /** Below the service: one port or a list of them; `null`: it cannot be set in one place. */
  readonly port: OptionPath | null;
  /** Below the service: `HOST:PORT` or `:PORT` in one text; then `port` and `address` are `null`. */
  readonly endpoint: OptionPath | null;
  readonly default: number;
  readonly protocols: readonly Protocol[];
  /** Below the service; `null`: it cannot be set in one place. */
  readonly address: OptionPath | null;
  readonly defaultAddresses: readonly string[];
  /** Below the service: a definition of any of these may move the listener, and silences it. */
  readonly unless: readonly OptionPath[];
  /** False where the program has settings of its own, out of the configuration's sight, that may move it. */
  readonly certain: boolean;
}

const EVERYWHERE = ["*"];
const LOOPBACK = ["127.0.0.1", "::1"];
const IPV4_LOOPBACK = ["127.0.0.1"];

interface Row {
  readonly port?: string;
  readonly endpoint?: string;
  readonly address?: string;
  readonly addresses?: readonly string[];
  readonly protocols?: readonly Protocol[];
  readonly unless?: readonly string[];
  readonly certain?: boolean;
}

/** Option paths are written with dots; no name among them has one. */
function row(service: string, port: number, row: Row = {}): KnownListener {
  const path = (text: string | undefined): OptionPath | null => text?.split(".") ?? null;
  return {
    service,
    port: path(row.port),
    endpoint: path(row.endpoint),
    default: port,
    protocols: row.protocols ?? ["tcp"],
    address: path(row.address),
    defaultAddresses: row.addresses ?? EVERYWHERE,
    unless: (row.unless ?? []).map((option) => option.split(".")),
    certain: row.certain ?? true,
  };
}

const udp = ["udp"] as const;
const both = ["tcp", "udp"] as const;

/** One of Prometheus's exporters (monitoring/prometheus/exporters.nix). */
function exporter(name: string, port: number): KnownListener {
  const unless = ["extraFlags"];
  return row(`prometheus.exporters.${name}`, port, { port: "port", address: "listenAddress", unless });
}

/** A server with a web interface whose port only its own settings move (misc/NAME.nix). */
function ownSettings(service: string, port: number, unless: readonly string[] = []): KnownListener {
  return row(service, port, { unless, certain: false });
}

export const knownListeners: readonly KnownListener[] = [
  // networking
  row("openssh", 22, { port: "ports", unless: ["listenAddresses", "startWhenNeeded", "extraConfig"] }),
  row("dnsmasq", 53, {
    port: "settings.port",
    protocols: both,
    unless: [
      "settings.listen-address",
      "settings.interface",
      "settings.except-interface",
      "settings.bind-interfaces",
      "settings.bind-dynamic",
      "extraConfig",
    ],
  }),
  row("resolved", 53, {
    protocols: both,
    addresses: ["127.0.0.53", "127.0.0.54"],
    unless: ["extraConfig", "settings"],
  }),
  row("unbound", 53, {
    protocols: both,
    addresses: LOOPBACK,
    unless: ["settings.server.interface", "settings.server.port", "extraConfig", "interfaces"],
  }),
  row("bind", 53, {
    protocols: both,
    unless: ["listenOn", "listenOnPort", "listenOnIpv6", "listenOnIpv6Port", "configFile", "extraOptions"],
  }),
  row("kresd", 53, { protocols: both, addresses: LOOPBACK, unless: ["listenPlain", "extraConfig"] }),
  row("pdns-recursor", 53, {
    port: "dns.port",
    protocols: both,
    unless: ["dns.address", "settings", "yaml-settings", "old-settings"],
  }),
  row("adguardhome", 3000, {
    port: "port",
    address: "host",
    unless: ["settings.http", "settings.bind_port", "settings.bind_host", "extraArgs"],
  }),
  row("coturn", 3478, { port: "listening-port", protocols: both, unless: ["listening-ips", "extraConfig"] }),
  row("headscale", 8080, {
    port: "port",
    address: "address",
    addresses: IPV4_LOOPBACK,
    unless: ["settings.listen_addr"],
  }),
  row("tailscale", 41641, { port: "port", protocols: udp, unless: ["extraDaemonFlags"] }),
  row("tailscale.derper", 8010, { port: "port" }),
  row("murmur", 64738, { port: "port", protocols: both, address: "hostName", unless: ["extraConfig"] }),
  row("teamspeak3", 9987, { port: "defaultVoicePort", protocols: udp, unless: ["voiceIP"] }),
  row("teamspeak3", 30033, { port: "fileTransferPort", unless: ["fileTransferIP"] }),
  row("xrdp", 3389, { port: "port", unless: ["extraConfDirCommands"] }),
  row("squid", 3128, { port: "proxyPort", address: "proxyAddress", unless: ["configText"] }),
  row("syncthing", 8384, { endpoint: "guiAddress", addresses: IPV4_LOOPBACK }),
  row("nix-serve", 5000, { port: "port", address: "bindAddress", unless: ["extraParams"] }),
  row("nats", 4222, { port: "port", unless: ["settings"] }),
  row("avahi", 5353, { protocols: udp, unless: ["extraConfig"] }),

  // databases and messages
  row("postgresql", 5432, {
    port: "settings.port",
    addresses: LOOPBACK,
    unless: ["port", "enableTCPIP", "settings.listen_addresses"],
  }),
  row("mysql", 3306, {
    port: "settings.mysqld.port",
    address: "settings.mysqld.bind-address",
    unless: ["configFile", "settings.mysqld.skip-networking", "extraOptions"],
  }),
  row("mongodb", 27_017, { addresses: IPV4_LOOPBACK, unless: ["bind_ip", "extraConfig"] }),
  row("memcached", 11_211, {
    port: "port",
    address: "listen",
    addresses: IPV4_LOOPBACK,
    unless: ["enableUnixSocket", "extraOptions"],
  }),
  row("elasticsearch", 9200, {
    port: "port",
    address: "listenAddress",
    addresses: IPV4_LOOPBACK,
    unless: ["extraConf"],
  }),
  row("elasticsearch", 9300, {
    port: "tcp_port",
    address: "listenAddress",
    addresses: IPV4_LOOPBACK,
    unless: ["extraConf"],
  }),
  row("rabbitmq", 5672, {
    port: "port",
    address: "listenAddress",
    addresses: IPV4_LOOPBACK,
    unless: ["config", "configItems"],
  }),
  row("zookeeper", 2181, { port: "port", unless: ["extraConf"] }),
  row("couchdb", 5984, { port: "port", address: "bindAddress", addresses: IPV4_LOOPBACK, unless: ["extraConfig"] }),
  row("meilisearch", 7700, {
    port: "listenPort",
    address: "listenAddress",
    addresses: IPV4_LOOPBACK,
    unless: ["settings"],
  }),
  row("etcd", 2379, { addresses: IPV4_LOOPBACK, unless: ["listenClientUrls", "extraConf"] }),
  row("etcd", 2380, { addresses: IPV4_LOOPBACK, unless: ["listenPeerUrls", "extraConf"] }),
  row("vault", 8200, { endpoint: "address", addresses: IPV4_LOOPBACK, unless: ["extraConfig", "extraSettingsPaths"] }),
  row("minio", 9000, { endpoint: "listenAddress" }),
  row("minio", 9001, { endpoint: "consoleAddress" }),
  row("victoriametrics", 8428, { endpoint: "listenAddress", unless: ["extraOptions"] }),

  // monitoring
  row("grafana", 3000, {
    port: "settings.server.http_port",
    address: "settings.server.http_addr",
    addresses: IPV4_LOOPBACK,
    unless: ["settings.server.protocol"],
  }),
  row("prometheus", 9090, { port: "port", address: "listenAddress", unless: ["extraFlags"] }),
  row("prometheus.alertmanager", 9093, { port: "port", address: "listenAddress", unless: ["extraFlags"] }),
  exporter("node", 9100),
  exporter("blackbox", 9115),
  exporter("dnsmasq", 9153),
  exporter("nginx", 9113),
  exporter("postgres", 9187),
  exporter("process", 9256),
  exporter("redis", 9121),
  exporter("smartctl", 9633),
  exporter("snmp", 9116),
  exporter("systemd", 9558),
  exporter("unbound", 9167),
  exporter("wireguard", 9586),
  exporter("zfs", 9134),
  row("zabbixServer", 10_051, { port: "listen.port", address: "listen.ip", unless: ["settings.ListenIP"] }),
  row("graphite.web", 8080, { port: "port", address: "listenAddress", addresses: IPV4_LOOPBACK }),
  row("glances", 61_208, { port: "port", unless: ["extraArgs"] }),
  row("cockpit", 9090, { port: "port" }),
  row("gatus", 8080, { port: "settings.web.port", address: "settings.web.address" }),
  ownSettings("uptime-kuma", 3001, ["settings"]),

  // development
  row("gitea", 3000, {
    port: "settings.server.HTTP_PORT",
    address: "settings.server.HTTP_ADDR",
    unless: ["settings.server.PROTOCOL"],
  }),
  row("forgejo", 3000, {
    port: "settings.server.HTTP_PORT",
    address: "settings.server.HTTP_ADDR",
    unless: ["settings.server.PROTOCOL"],
  }),
  row("jenkins", 8080, { port: "port", address: "listenAddress", unless: ["extraOptions"] }),
  row("hydra", 3000, { port: "port", address: "listenHost" }),
  row("ollama", 11_434, { port: "port", address: "host", addresses: IPV4_LOOPBACK }),
  row("node-red", 1880, { port: "port" }),

  // web applications
  row("immich", 2283, { port: "port", address: "host", addresses: LOOPBACK }),
  row("paperless", 28_981, { port: "port", address: "address", addresses: LOOPBACK }),
  row("audiobookshelf", 8000, { port: "port", address: "host", addresses: IPV4_LOOPBACK }),
  row("mealie", 9000, { port: "port", address: "listenAddress" }),
  row("open-webui", 8080, { port: "port", address: "host", addresses: IPV4_LOOPBACK }),
  row("photoprism", 2342, { port: "port", address: "address", addresses: LOOPBACK, unless: ["settings"] }),
  row("tandoor-recipes", 8080, { port: "port", address: "address", addresses: LOOPBACK }),
  row("changedetection-io", 5000, { port: "port", address: "listenAddress", addresses: LOOPBACK }),
  row("hedgedoc", 3000, {
    port: "settings.port",
    address: "settings.host",
    addresses: LOOPBACK,
    unless: ["settings.path"],
  }),
  row("outline", 3000, { port: "port" }),
  row("plausible", 8000, { port: "server.port", address: "server.listenAddress", addresses: IPV4_LOOPBACK }),
  row("languagetool", 8081, { port: "port", addresses: LOOPBACK, unless: ["public"] }),
  row("homepage-dashboard", 8082, { port: "listenPort" }),
  row("kavita", 5000, { port: "settings.Port", unless: ["settings.IpAddresses"] }),
  row("calibre-web", 8083, { port: "listen.port", address: "listen.ip", addresses: ["::1"] }),
  row("calibre-server", 8080, { port: "port", address: "host", unless: ["extraFlags"] }),
  row("vikunja", 3456, { port: "port", unless: ["address", "settings.service.interface"] }),
  row("esphome", 6052, { port: "port", address: "address", addresses: LOOPBACK, unless: ["enableUnixSocket"] }),
  row("octoprint", 5000, { port: "port", address: "host" }),
  row("home-assistant", 8123, { port: "config.http.server_port", address: "config.http.server_host" }),

  // media
  row("navidrome", 4533, { port: "settings.Port", address: "settings.Address", addresses: IPV4_LOOPBACK }),
  row("mpd", 6600, {
    port: "network.port",
    address: "network.listenAddress",
    addresses: IPV4_LOOPBACK,
    unless: ["settings", "extraConfig", "startWhenNeeded"],
  }),
  row("airsonic", 4040, { port: "port", address: "listenAddress", addresses: IPV4_LOOPBACK }),
  row("transmission", 9091, {
    port: "settings.rpc-port",
    address: "settings.rpc-bind-address",
    addresses: IPV4_LOOPBACK,
    unless: ["settings.rpc-enabled"],
  }),
  row("deluge.web", 8112, { port: "port" }),
  row("jellyseerr", 5055, { port: "port" }),
  row("tautulli", 8181, { port: "port", certain: false }),
  row("ombi", 5000, { port: "port" }),
  ownSettings("jellyfin", 8096),
  ownSettings("plex", 32_400),
  ownSettings("sonarr", 8989, ["settings"]),
  ownSettings("radarr", 7878, ["settings"]),
  ownSettings("lidarr", 8686, ["settings"]),
  ownSettings("prowlarr", 9696, ["settings"]),

  // games
  row("factorio", 34_197, { port: "port", protocols: udp, address: "bind" }),
  row("terraria", 7777, { port: "port" }),
];
