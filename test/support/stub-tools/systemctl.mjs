/** systemctl, as far as health checks ask it. */
import { play } from "./play.mjs";
import { systemctl } from "./systemd.mjs";

await play("systemctl", systemctl);
