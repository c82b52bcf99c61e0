import {ensurePackages} from '../system/debian-packages.mjs';

/** Maps Debian packages to a file that each contains. */
const PACKAGES = {
  'mariadb-server-core': '/usr/sbin/mariadbd', // unlike mariadb-server, it starts no service when installed
  'php-cli': '/usr/bin/php',
  'php-mysql': '/usr/share/doc/php-mysql',
  wordpress: '/usr/share/wordpress/wp-load.php',
  'wordpress-theme-twentytwentyone': '/usr/share/wordpress/wp-content/themes/twentytwentyone',
  'wordpress-theme-twentytwentythree': '/usr/share/wordpress/wp-content/themes/twentytwentythree',
  'micro-httpd': '/usr/sbin/micro-httpd', // the web server that wordpress depends on; the default, Apache, would start
};

/** Installs the missing packages of those that WordPress needs. Rejects if it cannot. */
export function ensureWordPress() {
  return ensurePackages(PACKAGES);
}
