package io.millrace.shm;

import io.millrace.testing.TemplatesContract;

class TemplatesTest extends TemplatesContract {}
