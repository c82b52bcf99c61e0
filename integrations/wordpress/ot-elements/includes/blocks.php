<?php
/**
 * A block for each element.
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_action( 'init', 'ot_elements_register_blocks' );

function ot_elements_register_blocks() {
	wp_register_script(
		'ot-elements-editor',
		plugins_url( 'blocks/editor.js', __DIR__ ),
		array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n', 'wp-server-side-render' ),
		OT_ELEMENTS_VERSION,
		true
	);
	wp_set_script_translations( 'ot-elements-editor', 'ot-elements', dirname( __DIR__ ) . '/languages' );
	$known = array(
		'script'   => ot_elements_script_url(),
		'language' => get_bloginfo( 'language' ),
	);
	wp_add_inline_script( 'ot-elements-editor', 'window.otElements = ' . wp_json_encode( $known ) . ';', 'before' );

	$blocks = dirname( __DIR__ ) . '/blocks';
	register_block_type( "$blocks/session", array( 'render_callback' => 'ot_elements_session_block' ) );
	register_block_type( "$blocks/connection-count", array( 'render_callback' => 'ot_elements_count_block' ) );
}

/** Wraps the session in a div for the theme's layout, since an ot-session has no box. */
function ot_elements_session_block( $attributes, $content ) {
	return sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), ot_elements_render_session( $attributes, $content ) );
}

function ot_elements_count_block( $attributes ) {
	$count = ot_elements_render_count( $attributes, esc_html( $attributes['fallback'] ) );
	return sprintf( '<p %s>%s</p>', get_block_wrapper_attributes(), $count );
}
