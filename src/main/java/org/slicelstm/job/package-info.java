/** What can be asked for and what is answered: jobs, events, results, and their JSON. Plain data. */
package org.slicelstm.job;
