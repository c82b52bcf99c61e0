<?php
/**
 * Deletes the plugin's settings.
 *
 * @package ot-elements
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $ot_elements_site ) {
		delete_blog_option( $ot_elements_site, 'ot_elements' );
	}
} else {
	delete_option( 'ot_elements' );
}
