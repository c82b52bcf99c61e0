import {ensurePackages} from '../system/debian-packages.mjs';

/** Debian's package to a file of it. */
const PACKAGES = {
  'mariadb-server-core': '/usr/sbin/mariadbd', // the program alone: nothing is started by installing it
  'php-cli': '/usr/bin/php',
  'php-mysql': '/usr/share/doc/php-mysql',
  wordpress: '/usr/share/wordpress/wp-load.php',
  'wordpress-theme-twentytwentyone': '/usr/share/wordpress/wp-content/themes/twentytwentyone',
  'wordpress-theme-twentytwentythree': '/usr/share/wordpress/wp-content/themes/twentytwentythree',
  'micro-httpd': '/usr/sbin/micro-httpd', // wordpress wants a web server, and would take Apache, and start it
};

/** Installs what is missing of what a WordPress needs, if it can. */
export function ensureWordPress() {
  return ensurePackages(PACKAGES);
}
