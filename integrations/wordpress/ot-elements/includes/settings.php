<?php
/**
 * The settings, and their page.
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_action( 'init', 'ot_elements_register_settings' );
add_action( 'admin_init', 'ot_elements_add_fields' );
add_action( 'admin_menu', 'ot_elements_add_page' );
add_filter( 'plugin_action_links_ot-elements/ot-elements.php', 'ot_elements_add_link' );

function ot_elements_settings() {
	$none = array(
		'application_id' => '',
		'endpoint'       => '',
	);
	return wp_parse_args( get_option( 'ot_elements', array() ), $none );
}

function ot_elements_register_settings() {
	register_setting(
		'ot_elements',
		'ot_elements',
		array(
			'type'              => 'object',
			'sanitize_callback' => 'ot_elements_sanitize_settings',
		)
	);
}

/** Keeps the previous value of an invalid setting. */
function ot_elements_sanitize_settings( $input ) {
	$settings = ot_elements_settings();
	$input    = wp_parse_args( is_array( $input ) ? $input : array(), $settings );

	$application_id = trim( (string) $input['application_id'] );
	if ( preg_match( '/^(?:\d+|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})?$/iD', $application_id ) ) {
		$settings['application_id'] = $application_id;
	} else {
		ot_elements_refuse( 'application_id', __( 'An application id looks like 01234567-89ab-cdef-0123-456789abcdef, and an API key of OpenTok is digits.', 'ot-elements' ) );
	}

	$endpoint = trim( (string) $input['endpoint'] );
	if ( '' === $endpoint || ( preg_match( '~^(?:https?://[^/?#@]+(?:[/?]|$)|/(?![/\\\\]))~i', $endpoint ) && esc_url_raw( $endpoint ) === $endpoint ) ) {
		$settings['endpoint'] = $endpoint;
	} else {
		ot_elements_refuse( 'endpoint', __( 'The endpoint is an address that starts with https:// or, on this site, with /.', 'ot-elements' ) );
	}
	return $settings;
}

function ot_elements_refuse( $field, $message ) {
	// undefined when an option is set outside of the admin pages
	if ( function_exists( 'add_settings_error' ) ) {
		add_settings_error( 'ot_elements', $field, $message );
	}
}

function ot_elements_add_page() {
	$title = __( 'OT Elements', 'ot-elements' );
	add_options_page( $title, $title, 'manage_options', 'ot-elements', 'ot_elements_print_page' );
}

function ot_elements_add_link( $links ) {
	$url = admin_url( 'options-general.php?page=ot-elements' );
	array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( $url ), esc_html__( 'Settings', 'ot-elements' ) ) );
	return $links;
}

function ot_elements_add_fields() {
	add_settings_section( 'platform', __( 'Sessions on the vendor’s platform', 'ot-elements' ), 'ot_elements_print_section', 'ot-elements' );
	$fields = array(
		'application_id' => array( __( 'Application id', 'ot-elements' ), __( 'Of Vonage Video; or the API key of an OpenTok project.', 'ot-elements' ) ),
		'endpoint'       => array(
			__( 'Credentials endpoint', 'ot-elements' ),
			/* translators: %s: the name of a filter */
			sprintf( __( 'Answers with {"applicationId": …, "sessionId": …, "token": …}. It gets the session id as ?session-id=. If it is empty, the site’s own code may answer by the filter %s.', 'ot-elements' ), 'ot_elements_credentials' ),
		),
	);
	foreach ( $fields as $name => list( $label, $description ) ) {
		$arguments = array(
			'name'        => $name,
			'description' => $description,
			'label_for'   => "ot-elements-$name",
		);
		add_settings_field( $name, $label, 'ot_elements_print_field', 'ot-elements', 'platform', $arguments );
	}
}

function ot_elements_print_section() {
	echo '<p>' . esc_html__( 'For blocks and shortcodes that do not say it themselves. Everyone who opens a page with such a session joins it, and the vendor may bill each of them. Sessions of the engine “local” need nothing here.', 'ot-elements' ) . '</p>';
}

function ot_elements_print_field( $field ) {
	printf(
		'<input type="text" class="regular-text code" id="%1$s" name="ot_elements[%2$s]" value="%3$s" aria-describedby="%1$s-description" /><p class="description" id="%1$s-description">%4$s</p>',
		esc_attr( $field['label_for'] ),
		esc_attr( $field['name'] ),
		esc_attr( ot_elements_settings()[ $field['name'] ] ),
		esc_html( $field['description'] )
	);
}

function ot_elements_print_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form method="post" action="options.php">';
	settings_fields( 'ot_elements' );
	do_settings_sections( 'ot-elements' );
	submit_button();
	echo '</form></div>';
}
