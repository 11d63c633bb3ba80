/** Does a job and reports events; where the rooms meet. */
package org.slicelstm.run;
