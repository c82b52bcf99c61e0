<?php
/**
 * The shortcodes [ot_session] and [ot_connection_count].
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_shortcode( 'ot_session', 'ot_elements_session_shortcode' );
add_shortcode( 'ot_connection_count', 'ot_elements_count_shortcode' );

function ot_elements_session_shortcode( $attributes, $content = '' ) {
	return ot_elements_render_session( ot_elements_shortcode_attributes( $attributes ), do_shortcode( $content ) );
}

function ot_elements_count_shortcode( $attributes, $content = '' ) {
	return ot_elements_render_count( ot_elements_shortcode_attributes( $attributes ), do_shortcode( $content ) );
}

/** Converts session_id to session-id, and a name without a value to true. */
function ot_elements_shortcode_attributes( $attributes ) {
	$given = array();
	foreach ( (array) $attributes as $name => $value ) {
		if ( is_int( $name ) ) {
			$name  = $value;
			$value = true;
		}
		$given[ str_replace( '_', '-', strtolower( $name ) ) ] = $value;
	}
	return $given;
}
