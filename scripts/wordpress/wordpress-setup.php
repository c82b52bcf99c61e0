<?php
/**
 * Installs the site in the current folder, with an administrator and an author. Prints their application passwords.
 */

$_SERVER['HTTP_HOST'] = '127.0.0.1';
define( 'WP_INSTALLING', true );
require getcwd() . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

function wp_new_blog_notification() {} // sends no email

wp_install( 'A site', 'admin', 'admin@example.org', true, '', 'admin' );
wp_insert_user(
	array(
		'user_login' => 'author',
		'user_pass'  => 'author',
		'user_email' => 'author@example.org',
		'role'       => 'author',
	)
);
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'show_avatars', 0 ); // they are loaded from the network

$passwords = array();
foreach ( array( 'admin', 'author' ) as $name ) {
	$user               = get_user_by( 'login', $name );
	$passwords[ $name ] = WP_Application_Passwords::create_new_application_password( $user->ID, array( 'name' => 'tests' ) )[0];
}
echo wp_json_encode( $passwords );
